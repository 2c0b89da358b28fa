"""Reports by readers, and how each reporter's reports came out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, Index, insert, select, text
from sqlalchemy.orm import Mapped, mapped_column

from ombud.domain.decision import Verdict
from ombud.domain.reports import NEWCOMER, Record, Report
from ombud.storage.schema import Base
from ombud.storage.sites import SiteRow


class ReportRow(Base):
    """One reader's report of one revision. `reporter_id` is NULL once the reporter was erased.

    `muted` says that the reporter was muted at that time, so that it never counted. `wants_look` says that nobody has
    judged this revision with this reason in view. `outcome` is what the latest decision of a person made of it.
    """

    __tablename__ = "reports"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    site_id: Mapped[UUID] = mapped_column(ForeignKey(SiteRow.id))
    comment_id: Mapped[UUID]
    revision: Mapped[int]
    reporter_id: Mapped[str | None]
    reason: Mapped[str]
    note: Mapped[str | None]
    muted: Mapped[bool]
    wants_look: Mapped[bool]
    outcome: Mapped[str | None]
    reported_at: Mapped[datetime]

    __table_args__ = (
        Index("reports_reporter_key", "comment_id", "revision", "reporter_id", unique=True),
        Index("reports_site_reporter_idx", "site_id", "reporter_id"),
        Index("reports_note_idx", "site_id", "reported_at", postgresql_where=text("note IS NOT NULL")),
    )


class ReporterRow(Base):
    """How many of a reader's reports people found right, and how many wrong."""

    __tablename__ = "reporters"

    site_id: Mapped[UUID] = mapped_column(ForeignKey(SiteRow.id), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    right_count: Mapped[int] = mapped_column(server_default="0")
    wrong_count: Mapped[int] = mapped_column(server_default="0")


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report about to be stored."""

    report: Report
    site_id: UUID
    reporter_id: str
    note: str | None
    muted: bool
    wants_look: bool


@dataclass(frozen=True, slots=True)
class ReportedBy:
    """How many readers reported a revision, and what their word weighs together."""

    count: int
    weight: float


UNREPORTED = ReportedBy(0, 0.0)

_REPORT = (ReportRow.id, ReportRow.comment_id, ReportRow.revision, ReportRow.reason, ReportRow.reported_at)

# A reporter's weight is the mean of what is known of their accuracy, (right + 1) / (settled + 2): Laplace's rule of
# succession, which gives 0.5 to somebody of whom nothing is known.
_REPORTED_BY = text("""
    SELECT comments.id, count(*) AS readers,
        sum((coalesce(right_count, 0) + 1.0) / (coalesce(right_count + wrong_count, 0) + 2.0))::float8 AS weight
    FROM comments
    JOIN reports ON reports.comment_id = comments.id AND reports.revision = comments.revision
    LEFT JOIN reporters ON reporters.site_id = reports.site_id AND reporters.id = reports.reporter_id
    WHERE comments.id = ANY(:ids) AND NOT reports.muted
    GROUP BY comments.id
""")

# Reporters are locked in one order for everybody, so that two decisions cannot wait for each other.
_SETTLE = text("""
    WITH changed AS MATERIALIZED (
        SELECT id, site_id, reporter_id, outcome AS before FROM reports
        WHERE comment_id = :comment_id AND revision = :revision AND outcome IS DISTINCT FROM :outcome
    ),
    settled AS (
        UPDATE reports SET outcome = :outcome, wants_look = false
        WHERE comment_id = :comment_id AND revision = :revision
    ),
    told AS (
        SELECT site_id, reporter_id AS id,
            sum((:outcome = 'right')::int - (before IS NOT DISTINCT FROM 'right')::int) AS right_count,
            sum((:outcome = 'wrong')::int - (before IS NOT DISTINCT FROM 'wrong')::int) AS wrong_count
        FROM changed WHERE reporter_id IS NOT NULL AND :counts
        GROUP BY site_id, reporter_id ORDER BY reporter_id
    )
    INSERT INTO reporters (site_id, id, right_count, wrong_count)
    SELECT site_id, id, right_count, wrong_count FROM told
    ON CONFLICT (site_id, id) DO UPDATE SET
        right_count = reporters.right_count + excluded.right_count,
        wrong_count = reporters.wrong_count + excluded.wrong_count
""")


def add_report(connection: Connection, new: NewReport) -> None:
    """Store a report. The caller has locked the comment and looked for an earlier one by the same reader."""
    report = new.report
    connection.execute(
        insert(ReportRow).values(
            id=report.id,
            site_id=new.site_id,
            comment_id=report.comment_id,
            revision=report.revision,
            reporter_id=new.reporter_id,
            reason=report.reason,
            note=new.note,
            muted=new.muted,
            wants_look=new.wants_look,
            reported_at=report.reported_at,
        )
    )


def report_by(connection: Connection, comment_id: UUID, revision: int, reporter_id: str) -> Report | None:
    """Return a reader's report of a revision, if there is one."""
    row = connection.execute(
        select(*_REPORT).where(
            ReportRow.comment_id == comment_id, ReportRow.revision == revision, ReportRow.reporter_id == reporter_id
        )
    ).one_or_none()
    return None if row is None else Report(*row)


def record_of(connection: Connection, site_id: UUID, reporter_id: str) -> Record:
    """Return how a reader's reports came out."""
    row = connection.execute(
        select(ReporterRow.right_count, ReporterRow.wrong_count).where(
            ReporterRow.site_id == site_id, ReporterRow.id == reporter_id
        )
    ).one_or_none()
    return NEWCOMER if row is None else Record(*row)


def settled_reasons(connection: Connection, comment_id: UUID, revision: int) -> set[str]:
    """Return the reasons of the reports that a person's decision on this revision has settled."""
    rows = connection.execute(
        select(ReportRow.reason)
        .where(ReportRow.comment_id == comment_id, ReportRow.revision == revision, ReportRow.outcome.is_not(None))
        .distinct()
    )
    return set(rows.scalars())


def reported_by(connection: Connection, comment_ids: Sequence[UUID]) -> dict[UUID, ReportedBy]:
    """Count and weigh the reports of comments' present revisions, muted ones left out; unreported ones are missing."""
    rows = connection.execute(_REPORTED_BY, {"ids": list(comment_ids)})
    return {row.id: ReportedBy(row.readers, round(row.weight, 4)) for row in rows}


def settle_reports(connection: Connection, comment_id: UUID, revision: int, verdict: Verdict, *, counts: bool) -> None:
    """Write what a person's verdict makes of a revision's reports: right where it rejects, wrong where it approves.

    A later verdict of a person settles them anew. `counts` says whether the reporters' records take part.
    """
    outcome = {Verdict.REJECT: "right", Verdict.APPROVE: "wrong"}.get(verdict)
    if outcome is not None:
        told: dict[str, Any] = {"comment_id": comment_id, "revision": revision, "outcome": outcome, "counts": counts}
        connection.execute(_SETTLE, told)


def erase_report_notes(connection: Connection, comment_id: UUID) -> int:
    """Blank what readers wrote about an erased comment; returns how many notes there were."""
    blanked = text("UPDATE reports SET note = NULL WHERE comment_id = :comment_id AND note IS NOT NULL")
    return connection.execute(blanked, {"comment_id": comment_id}).rowcount


def forget_reporter(connection: Connection, site_id: UUID, reporter_id: str) -> int:
    """Take a reader's id and words out of their reports, and their record away; returns how many reports there were."""
    of = {"site_id": site_id, "id": reporter_id}
    connection.execute(text("DELETE FROM reporters WHERE site_id = :site_id AND id = :id"), of)
    anonymous = text(
        "UPDATE reports SET reporter_id = NULL, note = NULL WHERE site_id = :site_id AND reporter_id = :id"
    )
    return connection.execute(anonymous, of).rowcount
