"""Erasures of whole authors: under way while there is an id, a bare receipt after that."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, Index, insert, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from ombud.storage.schema import Base
from ombud.storage.sites import SiteRow


class AuthorErasureRow(Base):
    """One erasure of an author. `author_id` is there until it is finished; the digest finds the author in a backup."""

    __tablename__ = "author_erasures"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    site_id: Mapped[UUID] = mapped_column(ForeignKey(SiteRow.id))
    author_digest: Mapped[bytes]
    author_id: Mapped[str | None]
    begun_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
    removed: Mapped[dict[str, Any]]

    __table_args__ = (
        Index("author_erasures_author_idx", "site_id", "author_digest", "id"),
        Index("author_erasures_unfinished_idx", "begun_at", postgresql_where=text("erased_at IS NULL")),
    )


@dataclass(frozen=True, slots=True)
class AuthorErasure:
    """An erasure of an author and what it has removed so far, by kind of row.

    `texts` are those that the latest step removed, for the caller to have them forgotten after its commit.
    """

    id: UUID
    site_id: UUID
    author_digest: bytes
    author_id: str | None
    begun_at: datetime
    erased_at: datetime | None
    removed: dict[str, int]
    texts: tuple[str, ...] = field(default=(), repr=False, compare=False)


_COLUMNS = (
    AuthorErasureRow.id,
    AuthorErasureRow.site_id,
    AuthorErasureRow.author_digest,
    AuthorErasureRow.author_id,
    AuthorErasureRow.begun_at,
    AuthorErasureRow.erased_at,
    AuthorErasureRow.removed,
)

_WITH_DIGEST = text("""
    SELECT id FROM authors WHERE site_id = :site_id AND sha256(convert_to(:site || E'\\n' || id, 'UTF8')) = :digest
    UNION SELECT reporter_id FROM reports
    WHERE site_id = :site_id AND sha256(convert_to(:site || E'\\n' || reporter_id, 'UTF8')) = :digest
""")


def author_digest(site_id: UUID, author_id: str) -> bytes:
    """Return what stays of an erased author's id: 32 bytes that tell it to those alone who know the id already."""
    return sha256(f"{site_id}\n{author_id}".encode()).digest()


def begin_erasure(connection: Connection, erasure: AuthorErasure) -> None:
    """Write down that an author is to be erased."""
    connection.execute(
        insert(AuthorErasureRow).values(
            id=erasure.id,
            site_id=erasure.site_id,
            author_digest=erasure.author_digest,
            author_id=erasure.author_id,
            begun_at=erasure.begun_at,
            erased_at=None,
            removed=erasure.removed,
        )
    )


def latest_erasure(connection: Connection, site_id: UUID, digest: bytes) -> AuthorErasure | None:
    """Return the newest erasure of an author, locked until the transaction ends."""
    row = connection.execute(
        select(*_COLUMNS)
        .where(AuthorErasureRow.site_id == site_id, AuthorErasureRow.author_digest == digest)
        .order_by(AuthorErasureRow.id.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()
    return None if row is None else AuthorErasure(*row)


def locked_erasure(connection: Connection, erasure_id: UUID) -> AuthorErasure:
    """Return an erasure that is known to be there, locked until the transaction ends."""
    row = connection.execute(select(*_COLUMNS).where(AuthorErasureRow.id == erasure_id).with_for_update()).one()
    return AuthorErasure(*row)


def unfinished_erasure(connection: Connection, begun_before: datetime) -> AuthorErasure | None:
    """Return the oldest erasure that was begun before a time and that nobody works on just now, locked."""
    row = connection.execute(
        select(*_COLUMNS)
        .where(AuthorErasureRow.erased_at.is_(None), AuthorErasureRow.begun_at < begun_before)
        .order_by(AuthorErasureRow.begun_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    return None if row is None else AuthorErasure(*row)


def write_progress(
    connection: Connection, erasure: AuthorErasure, removed: dict[str, int], erased_at: datetime | None
) -> AuthorErasure:
    """Write what an erasure has removed; with `erased_at` it is finished, and the author's id goes."""
    author_id = erasure.author_id if erased_at is None else None
    connection.execute(
        update(AuthorErasureRow)
        .where(AuthorErasureRow.id == erasure.id)
        .values(removed=removed, erased_at=erased_at, author_id=author_id)
    )
    return AuthorErasure(
        erasure.id, erasure.site_id, erasure.author_digest, author_id, erasure.begun_at, erased_at, removed
    )


def finished_erasures(connection: Connection, since: datetime) -> list[AuthorErasure]:
    """Return the receipts of authors who were erased since a time, oldest first."""
    rows = connection.execute(
        select(*_COLUMNS).where(AuthorErasureRow.erased_at >= since).order_by(AuthorErasureRow.id)
    )
    return [AuthorErasure(*row) for row in rows]


def authors_with_digest(connection: Connection, site_id: UUID, digest: bytes) -> list[str]:
    """Return the ids that have a digest: reads all of a site's authors and reports, for use after a restored backup."""
    told = {"site_id": site_id, "site": str(site_id), "digest": digest}
    return list(connection.execute(_WITH_DIGEST, told).scalars())
