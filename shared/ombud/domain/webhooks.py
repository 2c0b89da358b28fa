"""Webhook endpoints: which addresses they can have, and what their secrets look like."""

import re
import secrets
from base64 import b64encode
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address

SECRET_PREFIX = "whsec_"  # noqa: S105  how Standard Webhooks marks secrets
SECRET_BYTES = 32
MOST_WEBHOOKS = 50
"""Endpoints of one site."""

_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9._-]+|\[[0-9a-f:.]+])(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<target>[/?][\x21-\x22\x24-\x5b\x5d-\x7e]*)?",
    re.IGNORECASE,
)
_WEB_PORTS = {"http": 80, "https": 443}
_FIRST_FREE_PORT = 1024


class AddressError(ValueError):
    """An address cannot be a webhook's; `str()` is the end of a sentence about it."""


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """Where to send: taken apart once, by our own narrow grammar, so that no two parsers can disagree on the host."""

    scheme: str
    host: str
    port: int
    target: str


def parse_address(url: str) -> WebhookAddress:
    """Take an address apart; `AddressError` says what is wrong with it.

    Where the host leads is not looked at here: that is checked whenever a connection is made.
    """
    _refuse_what_hides_the_host(url)
    found = _ADDRESS.fullmatch(url)
    if not found:
        raise AddressError("must be an address such as https://www.example.com/hooks/ombud, without spaces")
    scheme, host = found["scheme"].lower(), found["host"].lower()
    if host.startswith("["):
        _check_literal(host[1:-1])
    port = int(found["port"]) if found["port"] else _WEB_PORTS[scheme]
    if port not in _WEB_PORTS.values() and not _FIRST_FREE_PORT <= port <= 65535:
        raise AddressError("must have the port 80, 443 or one from 1024 to 65535")
    target = found["target"] or "/"
    return WebhookAddress(scheme, host, port, target if target.startswith("/") else f"/{target}")


def _refuse_what_hides_the_host(url: str) -> None:
    authority = re.split(r"[/?#]", url.partition("//")[2], maxsplit=1)[0]
    if "@" in authority:
        raise AddressError("must not hold a user name or password; deliveries are signed instead")
    if not url.isascii():
        raise AddressError("must be ASCII; write a host of other letters in its xn-- form, and encode the rest with %")
    if "#" in url:
        raise AddressError("must not have a fragment (#…)")
    if "\\" in url:
        raise AddressError("must not hold a backslash")


def _check_literal(text: str) -> None:
    try:
        IPv6Address(text)
    except AddressValueError:
        raise AddressError("must have a valid IPv6 address between its brackets") from None


def new_secret() -> bytes:
    """Make the key of an endpoint: 256 random bits."""
    return secrets.token_bytes(SECRET_BYTES)


def shown_secret(secret: bytes) -> str:
    """Write a secret as Standard Webhooks libraries take it."""
    return SECRET_PREFIX + b64encode(secret).decode()
