"""Receipts of erasures: which comment, when, and what went. Ids and counts only."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, insert, select
from sqlalchemy.orm import Mapped, mapped_column

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
