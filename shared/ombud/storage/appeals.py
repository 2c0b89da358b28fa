"""Appeals: one for each decision at most, kept with what was answered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, ForeignKey, Index, insert, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from ombud.domain.appeals import Appeal, AppealStatus
from ombud.storage.decisions import DecisionRow
from ombud.storage.schema import Base
from ombud.storage.sites import SiteRow

_IS_OPEN = text("status = 'open'")
_HAS_TEXT = text("text IS NOT NULL")


class AppealRow(Base):
    """One appeal. `text` is NULL after erasure or when its time is over."""

    __tablename__ = "appeals"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    site_id: Mapped[UUID] = mapped_column(ForeignKey(SiteRow.id))
    comment_id: Mapped[UUID] = mapped_column(index=True)
    revision: Mapped[int]
    decision_id: Mapped[UUID] = mapped_column(ForeignKey(DecisionRow.id), unique=True)
    text: Mapped[str | None]
    status: Mapped[str]
    opened_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    answer_id: Mapped[UUID | None]

    __table_args__ = (
        Index("appeals_site_idx", "site_id", "id"),
        Index("appeals_open_idx", "site_id", "id", postgresql_where=_IS_OPEN),
        Index("appeals_text_idx", "site_id", "decided_at", postgresql_where=_HAS_TEXT),
    )


_COLUMNS = (
    AppealRow.id,
    AppealRow.site_id,
    AppealRow.comment_id,
    AppealRow.revision,
    AppealRow.decision_id,
    AppealRow.text,
    AppealRow.status,
    AppealRow.opened_at,
    AppealRow.decided_at,
    AppealRow.answer_id,
)


def add_appeal(connection: Connection, appeal: Appeal) -> None:
    """Store a new appeal. The caller has locked the comment and looked for an earlier one on the same decision."""
    connection.execute(
        insert(AppealRow).values(
            id=appeal.id,
            site_id=appeal.site_id,
            comment_id=appeal.comment_id,
            revision=appeal.revision,
            decision_id=appeal.decision_id,
            text=appeal.text,
            status=appeal.status,
            opened_at=appeal.opened_at,
        )
    )


def appeals(connection: Connection, *conditions: ColumnElement[bool], limit: int | None = None) -> list[Appeal]:
    """Appeals that meet conditions on `AppealRow`, newest first."""
    rows = connection.execute(select(*_COLUMNS).where(*conditions).order_by(AppealRow.id.desc()).limit(limit))
    return [_appeal(row) for row in rows]


def appeal_on_decision(connection: Connection, decision_id: UUID) -> Appeal | None:
    """Return the appeal on a decision, if there is one."""
    return next(iter(appeals(connection, AppealRow.decision_id == decision_id)), None)


def site_appeal(connection: Connection, site_id: UUID, appeal_id: UUID) -> Appeal | None:
    """Return one appeal of a site."""
    return next(iter(appeals(connection, AppealRow.site_id == site_id, AppealRow.id == appeal_id)), None)


def close_appeal(
    connection: Connection, appeal_id: UUID, status: AppealStatus, answer_id: UUID | None, now: datetime
) -> None:
    """Write what became of an appeal whose comment the caller has locked."""
    connection.execute(
        update(AppealRow).where(AppealRow.id == appeal_id).values(status=status, decided_at=now, answer_id=answer_id)
    )


def open_appeals_on(connection: Connection, comment_id: UUID) -> list[Appeal]:
    """Return the comment's appeals that nobody has answered."""
    return appeals(connection, AppealRow.comment_id == comment_id, AppealRow.status == AppealStatus.OPEN)


def appeals_on(connection: Connection, comment_ids: Sequence[UUID]) -> list[Appeal]:
    """Return all appeals on some comments."""
    return appeals(connection, AppealRow.comment_id.in_(comment_ids))


def erase_appeal_texts(connection: Connection, comment_id: UUID, now: datetime) -> int:
    """Blank the texts of a comment's appeals and close those that are open; returns how many had a text."""
    erased = text("""
        UPDATE appeals SET text = NULL, decided_at = coalesce(decided_at, :now),
            status = CASE status WHEN 'open' THEN 'overtaken' ELSE status END
        WHERE comment_id = :comment_id AND text IS NOT NULL
    """)
    return connection.execute(erased, {"comment_id": comment_id, "now": now}).rowcount


def _appeal(row: Any) -> Appeal:
    return Appeal(
        id=row.id,
        site_id=row.site_id,
        comment_id=row.comment_id,
        revision=row.revision,
        decision_id=row.decision_id,
        text=row.text,
        status=AppealStatus(row.status),
        opened_at=row.opened_at,
        decided_at=row.decided_at,
        answer_id=row.answer_id,
    )
