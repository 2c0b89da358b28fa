"""A small client for Ombud's public API, as a newsroom would write it: standard library only."""

import http.client
import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

_WAIT_SECONDS: Final = 5
_TIMEOUT_SECONDS: Final = 12
"""Longer than we ask Ombud to wait."""
_LARGEST_ANSWER: Final = 16 * 1024 * 1024


class OmbudUnreachableError(Exception):
    """No answer, or none that can be understood: nothing is known about the comment."""


@dataclass(frozen=True)
class Answer:
    """What Ombud said."""

    status: int
    body: dict[str, Any]

    @property
    def ok(self) -> bool:
        """Whether the call did what it was to do."""
        return 200 <= self.status < 300


class OmbudApi:
    """The calls that a comment section needs. The key stays on the server; no browser ever sees it."""

    def __init__(self, base_url: str, site_key: str) -> None:
        """`base_url` is Ombud's address without `/v1`. `ValueError` if it is not http or https."""
        address = urlsplit(base_url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise ValueError(f"not an address of Ombud: {base_url!r}")
        self._secure = address.scheme == "https"
        self._host = address.hostname
        self._port = address.port
        self._prefix = address.path.rstrip("/")
        self._site_key = site_key

    def submit(self, comment: dict[str, Any]) -> Answer:
        """Post a comment and wait a moment for the decision: 200 with it, 202 without."""
        return self._call("POST", "/v1/comments", comment, {"Prefer": f"wait={_WAIT_SECONDS}"})

    def edit(self, comment_id: str, text: str) -> Answer:
        """Replace a comment's text by a new revision, and wait a moment for the decision."""
        path = f"/v1/comments/{quote(comment_id, safe='')}"
        return self._call("PUT", path, {"text": text}, {"Prefer": f"wait={_WAIT_SECONDS}"})

    def comment(self, comment_id: str) -> Answer:
        """Read one comment."""
        return self._call("GET", f"/v1/comments/{quote(comment_id, safe='')}")

    def status(self, comment_id: str) -> Answer:
        """Read what the author of a comment may be told about it."""
        return self._call("GET", f"/v1/comments/{quote(comment_id, safe='')}/status")

    def comments(self, *, limit: int, cursor: str | None = None, **wanted: str) -> Answer:
        """Read a page of comments, by `article_id` or `author_id`."""
        query = {**wanted, "limit": str(limit)}
        if cursor:
            query["cursor"] = cursor
        return self._call("GET", f"/v1/comments?{urlencode(query)}")

    def _call(
        self, method: str, path: str, body: dict[str, Any] | None = None, extra: dict[str, str] | None = None
    ) -> Answer:
        headers = {"Authorization": f"Bearer {self._site_key}", "Accept": "application/json", **(extra or {})}
        payload = None
        if body is not None:
            payload = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
        connection = kind(self._host, self._port, timeout=_TIMEOUT_SECONDS)
        try:
            connection.request(method, self._prefix + path, payload, headers)
            response = connection.getresponse()
            answer = json.loads(response.read(_LARGEST_ANSWER) or b"{}")
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise OmbudUnreachableError(f"{method} on Ombud failed: {type(error).__name__}") from error
        finally:
            connection.close()
        if not isinstance(answer, dict):
            raise OmbudUnreachableError(f"{method} on Ombud answered with something else than an object")
        return Answer(response.status, answer)
