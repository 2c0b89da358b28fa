"""HTTP for downloads: a request, its answer, and where it may be led."""

import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPResponse
from typing import IO, Any
from urllib.parse import urlsplit

USER_AGENT = "ombud"


class RefusedRedirectError(Exception):
    """An answer pointed somewhere that a download must not go; `str()` says where."""


class Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to another place, but never from an encrypted one to one that is not, and only over HTTP."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        """Return the next request; `RefusedRedirectError` where it would lead astray."""
        allowed = {"https"} if urlsplit(req.full_url).scheme == "https" else {"https", "http"}
        if urlsplit(newurl).scheme not in allowed:
            raise RefusedRedirectError(f"{urlsplit(newurl).scheme}://{urlsplit(newurl).hostname}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def open_address(url: str, headers: Mapping[str, str], timeout: float) -> HTTPResponse:
    """Ask for an address and return the answer, its body unread. Proxies are taken from the environment.

    `timeout` is how many seconds may pass without a byte. Raises `urllib.error.HTTPError` for an answer of 400 or
    more, `RefusedRedirectError`, and `OSError` where there is no answer.
    """
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        Redirects(),
    ):
        opener.add_handler(handler)
    wanted = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **headers}
    answer: HTTPResponse = opener.open(urllib.request.Request(url, headers=wanted), timeout=timeout)  # noqa: S310
    return answer
