"""A website that posts comments and does not give up: every request is repeated until it is answered."""

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests.reliability.journal import Journal

REPEATED = frozenset({0, 409, 500, 502, 503})  # 0: no answer; 409: the first attempt is still running
PAUSE_SECONDS = 0.1
REQUEST_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; status 0 where nothing did."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0


class GaveUpError(AssertionError):
    """The service did not answer for too long."""


@dataclass(slots=True)
class Website:
    """One site of the service. `journal` has all that it did."""

    site_id: UUID
    host: str
    port: int
    key: str = field(repr=False)
    journal: Journal = field(default_factory=Journal)
    patience: float = 45.0

    def ask(
        self, method: str, path: str, body: object = None, *, timeout: float = REQUEST_SECONDS, **headers: str
    ) -> Answer:
        """Make one request, over a connection of its own; underscores in header names stand for hyphens."""
        return self._ask(method, path, body, timeout, headers)

    def _ask(self, method: str, path: str, body: object, timeout: float, headers: Mapping[str, str]) -> Answer:
        sent = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", "Connection": "close"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        begun = time.monotonic()
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), sent)
            response = connection.getresponse()
            content = response.read()
            seconds = time.monotonic() - begun
            return Answer(response.status, json.loads(content), dict(response.headers), seconds)
        except (OSError, http.client.HTTPException):
            return Answer(0, seconds=time.monotonic() - begun)
        finally:
            connection.close()

    def insist(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Repeat one request until it is answered for good."""
        deadline = time.monotonic() + self.patience
        while True:
            answer = self._ask(method, path, body, REQUEST_SECONDS, headers)
            if answer.status not in REPEATED:
                return answer
            self.journal.refuse(answer.status)
            if time.monotonic() > deadline:
                raise GaveUpError(f"{method} {path.partition('?')[0]}: no answer for {self.patience:g} s")
            time.sleep(PAUSE_SECONDS)

    def post(self, text: str, *, author: str | None = None, external_id: str | None = None) -> dict[str, Any]:
        """Post a comment until it is accepted, always with the same idempotency key; returns the comment.

        Without an external id nothing but the key keeps a repetition from becoming a second comment.
        """
        self.journal.attempt(text)
        answer = self.insist("POST", "/v1/comments", _comment(text, author, external_id), Idempotency_Key=text)
        assert answer.status in {200, 202}, answer
        self.journal.accept(text, answer.body)
        return dict(answer.body)

    def edit(self, comment_id: str, text: str) -> dict[str, Any]:
        """Give a comment a new text; returns the comment."""
        self.journal.attempt(text)
        answer = self.insist("PUT", f"/v1/comments/{comment_id}", {"text": text})
        assert answer.status in {200, 202}, answer
        self.journal.edit(answer.body)
        return dict(answer.body)

    def erase(self, comment_id: str) -> None:
        """Erase a comment."""
        self.journal.erasures_attempted.add(UUID(comment_id))
        answer = self.insist("DELETE", f"/v1/comments/{comment_id}")
        assert answer.status == 200, answer
        self.journal.erased.add(UUID(comment_id))

    def import_batch(self, texts: list[str]) -> None:
        """Post many comments at once, behind the live ones."""
        for text in texts:
            self.journal.attempt(text)
        items = [_comment(text, None, text) for text in texts]
        answer = self.insist("POST", "/v1/comments/batch", {"items": items})
        assert answer.status == 207, answer
        for text, item in zip(texts, answer.body["items"], strict=True):
            assert item["status"] in {200, 202}, item
            self.journal.accept(text, item["comment"])

    def read(self, comment_id: str) -> dict[str, Any]:
        """Return a comment as it is now."""
        return dict(self.insist("GET", f"/v1/comments/{comment_id}").body)

    def decided_after(self, text: str) -> float:
        """Post a comment and wait for its decision; returns the seconds that took."""
        self.journal.attempt(text)
        answer = self.ask("POST", "/v1/comments", _comment(text, None, None), Prefer="wait=10", Idempotency_Key=text)
        assert answer.status == 200, answer
        self.journal.accept(text, answer.body)
        return answer.seconds

    def follow_feed(self, after: str | None) -> str:
        """Read the feed from where it was left to its end, into the journal; returns the new place."""
        while True:
            answer = self.insist("GET", f"/v1/events?limit=200{f'&after={after}' if after else ''}")
            assert answer.status == 200, answer
            self.journal.feed += [event["id"] for event in answer.body["items"]]
            after = answer.body["next"]
            if not answer.body["items"]:
                return after


def _comment(text: str, author: str | None, external_id: str | None) -> dict[str, object]:
    document: dict[str, object] = {"text": text, "article": {"id": "a-1"}, "author": {"id": author or f"u-{text[:40]}"}}
    return document | ({"external_id": external_id} if external_id else {})
