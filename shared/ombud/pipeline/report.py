"""Reporting: a reader says that somebody should look at a comment. Rules can act on it; a person's word stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from sqlalchemy import Connection

from ombud.domain.comment import Status
from ombud.domain.decision import ActorKind, Cause, Verdict
from ombud.domain.events import EventType
from ombud.domain.ids import new_id
from ombud.domain.jobs import estimated_tokens
from ombud.domain.reports import MutingRule, Report
from ombud.pipeline.record import announce
from ombud.storage.comments import lock_comments, raise_sequence
from ombud.storage.reports import NewReport, add_report, record_of, report_by, settled_reasons
from ombud.storage.second_looks import ask_again
from ombud.storage.sites import Site
from ombud.storage.whole_comments import WholeComment, whole_comment


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a reader reports, and why. `reporter` is the site's own id of the reader."""

    reporter: str
    reason: str
    note: str | None


class Reporting(Enum):
    """What became of a report."""

    REPORTED = "reported"
    KNOWN = "known"
    ERASED = "erased"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reported:
    """A report's outcome. `looked_at_again` says that the machine is to look at the comment once more."""

    reporting: Reporting
    report: Report | None = None
    looked_at_again: bool = False


def report(
    connection: Connection, site: Site, comment_id: UUID, complaint: Complaint, rule: MutingRule, now: datetime
) -> Reported:
    """Store a reader's report of the present revision. The same reader's second report of it is the first one.

    Reports of a muted reader are stored and settled like all others, but neither announced nor counted: should they
    prove right, they count again.
    """
    locked = lock_comments(connection, [comment_id]).get(comment_id)
    comment = whole_comment(connection, site.id, comment_id)
    if locked is None or comment is None:
        return Reported(Reporting.UNKNOWN)
    if comment.state.status is Status.ERASED:
        return Reported(Reporting.ERASED)
    known = report_by(connection, comment_id, comment.state.revision, complaint.reporter)
    if known is not None:
        return Reported(Reporting.KNOWN, known)
    muted = rule.mutes(record_of(connection, site.id, complaint.reporter))
    wants_look = not muted and _is_news(connection, comment, complaint.reason)
    made = Report(new_id(), comment_id, comment.state.revision, complaint.reason, now)
    add_report(connection, NewReport(made, site.id, complaint.reporter, complaint.note, muted, wants_look))
    if muted:
        return Reported(Reporting.REPORTED, made)
    again = _look_again(connection, comment, now)
    sequence = raise_sequence(connection, comment_id)
    told = made.as_json() | {"wants_look": wants_look}
    announce(connection, EventType.COMMENT_REPORTED, {comment_id: sequence}, now, {comment_id: {"report": told}})
    return Reported(Reporting.REPORTED, made, again)


def _look_again(connection: Connection, comment: WholeComment, now: datetime) -> bool:
    """Ask the machine for another decision where it may take one; returns whether it may."""
    if not _may_be_decided_again(comment):
        return False
    tokens = estimated_tokens(comment.text or "")
    ask_again(connection, comment.id, comment.site_id, comment.state.revision, Cause.REPORT, tokens, now)
    return True


def _is_news(connection: Connection, comment: WholeComment, reason: str) -> bool:
    """Whether nobody has judged this revision with this reason in view."""
    if not _was_judged_by_a_person(comment):
        return True
    return reason not in settled_reasons(connection, comment.id, comment.state.revision)


def _was_judged_by_a_person(comment: WholeComment) -> bool:
    decision = comment.decision
    return (
        decision is not None
        and decision["revision"] == comment.state.revision
        and decision["actor_kind"] != ActorKind.MACHINE
        and decision["cause"] != Cause.HISTORY
        and decision["verdict"] != Verdict.HOLD
    )


def _may_be_decided_again(comment: WholeComment) -> bool:
    """Whether the machine may take another decision: one that it took itself, of a comment that is not rejected."""
    if comment.state.status is Status.PENDING:
        return True
    decision = comment.decision
    is_machines = decision is not None and decision["actor_kind"] == ActorKind.MACHINE
    return is_machines and comment.state.status in (Status.APPROVED, Status.HELD)
