"""Receipts of erasures: which comment, when, and what went. Ids and counts only."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from ombud.domain.comment import Status
from ombud.storage.comments import CommentRow
from ombud.storage.schema import Base
from ombud.storage.sites import SiteRow


class ErasureRow(Base):
    """One erasure."""

    __tablename__ = "erasures"

    comment_id: Mapped[UUID] = mapped_column(primary_key=True)
    site_id: Mapped[UUID] = mapped_column(ForeignKey(SiteRow.id))
    erased_at: Mapped[datetime]
    removed: Mapped[dict[str, Any]]


def store_receipt(
    connection: Connection, site_id: UUID, comment_id: UUID, removed: dict[str, int], now: datetime
) -> None:
    """Keep what an erasure removed."""
    connection.execute(
        insert(ErasureRow).values(comment_id=comment_id, site_id=site_id, erased_at=now, removed=removed)
    )


def receipt_of(connection: Connection, comment_id: UUID) -> tuple[datetime, dict[str, int]] | None:
    """When a comment was erased and what went, if it was."""
    row = connection.execute(
        select(ErasureRow.erased_at, ErasureRow.removed).where(ErasureRow.comment_id == comment_id)
    ).one_or_none()
    return None if row is None else (row.erased_at, row.removed)


def receipts_since(connection: Connection, since: datetime) -> list[tuple[UUID, UUID, datetime]]:
    """Return (comment, site, when) of each comment that was erased since a time, oldest first."""
    rows = connection.execute(
        select(ErasureRow.comment_id, ErasureRow.site_id, ErasureRow.erased_at)
        .where(ErasureRow.erased_at >= since)
        .order_by(ErasureRow.erased_at, ErasureRow.comment_id)
    )
    return [(row.comment_id, row.site_id, row.erased_at) for row in rows]


def forget_receipt(connection: Connection, comment_id: UUID) -> int:
    """Remove the receipt of a comment that a backup brought back; returns 0 or 1. One that stayed erased keeps it."""
    returned = select(CommentRow.id).where(CommentRow.id == comment_id, CommentRow.status != Status.ERASED).exists()
    return connection.execute(delete(ErasureRow).where(ErasureRow.comment_id == comment_id, returned)).rowcount
