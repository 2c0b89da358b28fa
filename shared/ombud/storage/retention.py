"""Forgetting what a policy keeps for a time only, in batches, and remembering how much was forgotten."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, Connection, ForeignKey, select, text
from sqlalchemy.orm import Mapped, mapped_column

from ombud.storage.schema import Base
from ombud.storage.sites import SiteRow


class Kept(StrEnum):
    """What can be kept for a time only; named as in the policy's `retention`."""

    REJECTED_TEXT = "rejected_text"
    CLIENT_ADDRESS = "client_address"
    APPEAL_TEXT = "appeal_text"
    REPORT_NOTE = "report_note"


class RetentionRow(Base):
    """How much of one kind a site has forgotten so far, and when last."""

    __tablename__ = "retention"

    site_id: Mapped[UUID] = mapped_column(ForeignKey(SiteRow.id), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    forgotten: Mapped[int] = mapped_column(BigInteger)
    last_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a site has forgotten of one kind so far."""

    kind: str
    forgotten: int
    last_at: datetime


# Each takes the oldest rows by an index that holds nothing but what is still there to be forgotten. A rejected text
# whose appeal is open stays until that is answered.
_DUE = {
    Kept.REJECTED_TEXT: text("""
        WITH due AS (
            SELECT id FROM comments
            WHERE site_id = :site_id AND status = 'rejected' AND text_digest IS NOT NULL AND updated_at < :before
                AND NOT EXISTS (SELECT 1 FROM appeals WHERE comment_id = comments.id AND appeals.status = 'open')
            ORDER BY updated_at LIMIT :most FOR NO KEY UPDATE SKIP LOCKED
        ),
        blanked AS (
            UPDATE revisions SET text = NULL WHERE comment_id = ANY (ARRAY(SELECT id FROM due))
        )
        UPDATE comments SET text_digest = NULL WHERE id = ANY (ARRAY(SELECT id FROM due))
    """),
    Kept.CLIENT_ADDRESS: text("""
        WITH due AS (
            SELECT id FROM comments
            WHERE site_id = :site_id AND accepted_at < :before
                AND (client_ip IS NOT NULL OR client_user_agent IS NOT NULL)
            ORDER BY accepted_at LIMIT :most FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE comments SET client_ip = NULL, client_user_agent = NULL WHERE id = ANY (ARRAY(SELECT id FROM due))
    """),
    Kept.APPEAL_TEXT: text("""
        WITH due AS (
            SELECT id FROM appeals
            WHERE site_id = :site_id AND text IS NOT NULL AND status <> 'open' AND decided_at < :before
            ORDER BY decided_at LIMIT :most FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE appeals SET text = NULL WHERE id = ANY (ARRAY(SELECT id FROM due))
    """),
    Kept.REPORT_NOTE: text("""
        WITH due AS (
            SELECT id FROM reports
            WHERE site_id = :site_id AND note IS NOT NULL AND reported_at < :before
            ORDER BY reported_at LIMIT :most FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE reports SET note = NULL WHERE id = ANY (ARRAY(SELECT id FROM due))
    """),
}

_COUNT = text("""
    INSERT INTO retention (site_id, kind, forgotten, last_at) VALUES (:site_id, :kind, :count, :now)
    ON CONFLICT (site_id, kind) DO UPDATE SET
        forgotten = retention.forgotten + excluded.forgotten, last_at = excluded.last_at
""")


def forget(connection: Connection, site_id: UUID, kind: Kept, before: datetime, most: int, now: datetime) -> int:
    """Blank what is older than a time, the oldest first, at most `most`; returns how many."""
    count = connection.execute(_DUE[kind], {"site_id": site_id, "before": before, "most": most}).rowcount
    if count:
        connection.execute(_COUNT, {"site_id": site_id, "kind": kind, "count": count, "now": now})
    return count


def forgotten_so_far(connection: Connection, site_id: UUID) -> list[Forgotten]:
    """Return what a site has forgotten so far, by kind."""
    rows = connection.execute(
        select(RetentionRow.kind, RetentionRow.forgotten, RetentionRow.last_at)
        .where(RetentionRow.site_id == site_id)
        .order_by(RetentionRow.kind)
    )
    return [Forgotten(*row) for row in rows]
