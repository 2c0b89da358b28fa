"""Who is reading: a random number in a cookie, made when somebody first comments. The demo's stand-in for accounts."""

import hashlib
import re
import secrets
from typing import Final

from flask import Request, Response

_COOKIE: Final = "demo_reader"
_SECRET: Final = re.compile(r"[0-9a-f]{32}")
_THIRTY_DAYS: Final = 30 * 24 * 3600


def known_reader(request: Request) -> str | None:
    """Return the cookie's secret, or None for somebody who has not commented yet."""
    secret = request.cookies.get(_COOKIE, "")
    return secret if _SECRET.fullmatch(secret) else None


def new_reader() -> str:
    """Return a secret for somebody who comments for the first time."""
    return secrets.token_hex(16)


def author_id(secret: str) -> str:
    """Return the id that Ombud gets. Who reads it cannot make the cookie from it."""
    return f"demo-{hashlib.sha256(secret.encode()).hexdigest()[:20]}"


def keep(response: Response, secret: str, *, secure: bool, path: str) -> None:
    """Give the reader the cookie."""
    response.set_cookie(
        _COOKIE, secret, max_age=_THIRTY_DAYS, httponly=True, samesite="Lax", secure=secure, path=path
    )  # fmt: skip


def came_from_our_page(request: Request) -> bool:
    """Whether a request that changes something was made by our own page, in a browser that says so.

    Every current browser sends `Sec-Fetch-Site` on secure origins and `Origin` with each POST and PUT.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == request.host_url.rstrip("/")
