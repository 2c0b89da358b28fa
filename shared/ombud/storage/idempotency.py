"""Idempotency keys: a retry of a request that succeeded gets the first answer, for 24 hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from ombud.storage.schema import Base
from ombud.storage.sites import SiteRow

KEPT = timedelta(hours=24)


class IdempotencyRow(Base):
    """One request that succeeded. Written in the transaction of what it did."""

    __tablename__ = "idempotency_keys"

    site_id: Mapped[UUID] = mapped_column(ForeignKey(SiteRow.id), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes]
    comment_id: Mapped[UUID]
    status_code: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What the first request with a key was, and how it was answered."""

    fingerprint: bytes
    comment_id: UUID
    status_code: int


def claim_idempotency_key(connection: Connection, site_id: UUID, key: str) -> bool:
    """Take the key until the transaction ends; False while another request holds it."""
    lock = func.hashtextextended(f"{site_id}:{key}", 0)
    return bool(connection.execute(select(func.pg_try_advisory_xact_lock(lock))).scalar_one())


def stored_answer(connection: Connection, site_id: UUID, key: str, now: datetime) -> StoredAnswer | None:
    """Return the answer that was given to this key in the last 24 hours."""
    row = connection.execute(
        select(IdempotencyRow.fingerprint, IdempotencyRow.comment_id, IdempotencyRow.status_code).where(
            IdempotencyRow.site_id == site_id, IdempotencyRow.key == key, IdempotencyRow.created_at > now - KEPT
        )
    ).one_or_none()
    return None if row is None else StoredAnswer(*row)


def store_answer(connection: Connection, site_id: UUID, key: str, answer: StoredAnswer, now: datetime) -> None:
    """Keep an answer; replaces one that is older than 24 hours."""
    connection.execute(delete(IdempotencyRow).where(IdempotencyRow.site_id == site_id, IdempotencyRow.key == key))
    connection.execute(
        insert(IdempotencyRow).values(
            site_id=site_id,
            key=key,
            fingerprint=answer.fingerprint,
            comment_id=answer.comment_id,
            status_code=answer.status_code,
            created_at=now,
        )
    )


def forget_old_answers(connection: Connection, now: datetime) -> int:
    """Remove answers that are older than 24 hours; returns how many."""
    return connection.execute(delete(IdempotencyRow).where(IdempotencyRow.created_at <= now - KEPT)).rowcount
