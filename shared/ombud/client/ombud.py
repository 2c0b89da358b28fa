"""The client: what a website does, as methods."""

from collections.abc import Iterator, Mapping
from time import monotonic, sleep
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import quote
from uuid import uuid4

import httpx

from ombud.client.answers import Appeal, Comment, Event, Receipt, Report, Status
from ombud.client.connection import Connection

LONGEST_WAIT_OF_A_CALL = 30


class Ombud:
    """One site's way to the service. Use it as a context manager, or call `close`."""

    def __init__(
        self, url: str, key: str, *, timeout: float = 20.0, transport: httpx.BaseTransport | None = None
    ) -> None:
        """Take the service's address and a site key, `ombud_live_…`; `timeout` is in seconds for each try."""
        self._connection = Connection(url, key, timeout=timeout, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._connection.close()

    def submit(
        self,
        text: str,
        *,
        article: Mapping[str, Any],
        author: Mapping[str, Any],
        wait: int = 0,
        **more: Any,
    ) -> Comment:
        """Post a comment and return it, decided if that took no more than `wait` seconds, 10 at most.

        `article` and `author` need an `id`. `more` is what else is known: `external_id`, `parent_external_id`,
        `language`, `created_at`, `client`. It can be sent again without harm, and is, where an answer is lost.
        """
        body = {"text": text, "article": dict(article), "author": dict(author), **more}
        headers = {"Idempotency-Key": str(uuid4()), **_preferring(wait)}
        return cast(Comment, self._connection.call("POST", "/v1/comments", body=body, headers=headers, seconds=wait))

    def read(self, comment_id: str) -> Comment:
        """Return a comment as it is now."""
        return cast(Comment, self._connection.call("GET", _comment(comment_id)))

    def wait(self, comment_id: str, *, seconds: float = 30.0) -> Comment:
        """Return a comment once it is decided, or as it is when the time is over."""
        until, pause = monotonic() + seconds, 0.05
        while True:
            comment = self.read(comment_id)
            left = until - monotonic()
            if comment["status"] != "pending" or left <= 0:
                return comment
            sleep(min(pause, left))
            pause = min(2 * pause, 2.0)

    def edit(self, comment_id: str, text: str, *, wait: int = 0) -> Comment:
        """Give a comment a new text, which is decided anew; `wait` as for `submit`."""
        answer = self._connection.call(
            "PUT", _comment(comment_id), body={"text": text}, headers=_preferring(wait), seconds=wait
        )
        return cast(Comment, answer)

    def decide(self, comment_id: str, verdict: str, *, actor: str, reason: str | None = None) -> Comment:
        """Tell what a person of yours decided: `approve`, `hold` or `reject`."""
        body = {"verdict": verdict, "actor": actor, **({"reason": reason} if reason is not None else {})}
        path = f"{_comment(comment_id)}/decisions"
        return cast(Comment, self._connection.call("POST", path, body=body, harmless_twice=False))

    def erase(self, comment_id: str) -> Receipt:
        """Erase a comment, for good."""
        return cast(Receipt, self._connection.call("DELETE", _comment(comment_id)))

    def erase_author(self, author_id: str) -> Receipt:
        """Erase everything about a reader, for good. Where `erased_at` is None it goes on; ask again."""
        return cast(Receipt, self._connection.call("DELETE", f"/v1/authors/{quote(author_id, safe='')}", seconds=15))

    def status(self, comment_id: str, *, language: str | None = None) -> Status:
        """Return what the author of a comment may be told."""
        query = {"language": language} if language is not None else None
        return cast(Status, self._connection.call("GET", f"{_comment(comment_id)}/status", query=query))

    def report(self, comment_id: str, *, reporter: str, reason: str, note: str | None = None) -> Report:
        """Hand over a reader's report."""
        body = {"reporter": reporter, "reason": reason, **({"note": note} if note is not None else {})}
        return cast(Report, self._connection.call("POST", f"{_comment(comment_id)}/reports", body=body))

    def appeal(self, comment_id: str, text: str) -> Appeal:
        """Hand over an author's appeal against the latest decision."""
        path = f"{_comment(comment_id)}/appeals"
        return cast(Appeal, self._connection.call("POST", path, body={"text": text}, harmless_twice=False))

    def decide_appeal(self, appeal_id: str, outcome: str, *, actor: str, reason: str | None = None) -> Appeal:
        """Tell what a person of yours decided on an appeal: `grant` or `uphold`."""
        body = {"outcome": outcome, "actor": actor, **({"reason": reason} if reason is not None else {})}
        path = f"/v1/appeals/{quote(appeal_id, safe='')}/decision"
        return cast(Appeal, self._connection.call("POST", path, body=body, harmless_twice=False))

    def events(self, after: str | None = None, *, wait: int = 0, limit: int = 100) -> Iterator[tuple[Event, str]]:
        """Walk the feed: each event with the place to go on from once it is handled.

        Ends where there is nothing new for `wait` seconds, 30 at most. Keep the place together with what you made of
        the event, and give it as `after` the next time: then nothing is missed.
        """
        while True:
            query = {"limit": limit, "wait": min(wait, LONGEST_WAIT_OF_A_CALL), **({"after": after} if after else {})}
            page = self._connection.call("GET", "/v1/events", query=query, seconds=wait)
            if not page["items"]:
                return
            *earlier, last = page["items"]
            yield from ((cast(Event, event), after or "") for event in earlier)
            after = page["next"]
            yield cast(Event, last), page["next"]


def _comment(comment_id: str) -> str:
    return f"/v1/comments/{quote(comment_id, safe='')}"


def _preferring(wait: int) -> dict[str, str]:
    return {"Prefer": f"wait={wait}"} if wait else {}
