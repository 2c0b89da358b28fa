"""The `Idempotency-Key` header: a retry of a request that succeeded gets its answer, not a second comment.

What is kept is the first status code and which comment it was about; a retry shows the comment as it is now. Only
successes are kept. A key belongs to one site and one request: the same key with another one is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from uuid import UUID

from flask import request
from sqlalchemy import Connection

from ombud.domain.limits import LONGEST_ID
from ombud.storage.database import current_time
from ombud.storage.idempotency import StoredAnswer, claim_idempotency_key, store_answer, stored_answer
from ombud.storage.whole_comments import WholeComment, whole_comment
from ombud_api.problems import Problem
from ombud_api.v1.json_body import raw_body

HEADER = "Idempotency-Key"


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """The key of the present request, if it has one, and the fingerprint of what it asks."""

    key: str | None
    fingerprint: bytes

    def once(
        self, connection: Connection, site_id: UUID, act: Callable[[], tuple[HTTPStatus, WholeComment]]
    ) -> tuple[HTTPStatus, WholeComment]:
        """Act, or return what the first request with this key got. In the transaction of the act."""
        if self.key is None:
            return act()
        if not claim_idempotency_key(connection, site_id, self.key):
            detail = "The first request with this idempotency key is still running. Try again in a second."
            raise Problem("idempotency-key-in-use", detail, headers={"Retry-After": "1"})
        now = current_time(connection)
        first = stored_answer(connection, site_id, self.key, now)
        if first is None:
            status, comment = act()
            answer = StoredAnswer(self.fingerprint, comment.id, status.value)
            store_answer(connection, site_id, self.key, answer, now)
            return status, comment
        return self._repeat(connection, site_id, first)

    def _repeat(self, connection: Connection, site_id: UUID, first: StoredAnswer) -> tuple[HTTPStatus, WholeComment]:
        if first.fingerprint != self.fingerprint:
            detail = "This idempotency key was used for a request with another content in the last 24 hours."
            raise Problem("idempotency-key-reused", detail)
        comment = whole_comment(connection, site_id, first.comment_id)
        if comment is None:
            raise RuntimeError("a stored answer names a comment that does not exist")
        return HTTPStatus(first.status_code), comment


def read_idempotency_key() -> IdempotencyKey:
    """Read the header, after the body. The draft standard asks for quotes around the key; they may be there or not."""
    value = request.headers.get(HEADER)
    if value is None:
        return IdempotencyKey(None, b"")
    key = value.strip().removeprefix('"').removesuffix('"')
    if not key or len(key) > LONGEST_ID or not key.isprintable():
        detail = f"{HEADER} must have 1 to {LONGEST_ID} printable characters."
        raise Problem("bad-request", detail)
    content = f"{request.method} {request.path}\n".encode() + raw_body()
    return IdempotencyKey(key, sha256(content).digest())
