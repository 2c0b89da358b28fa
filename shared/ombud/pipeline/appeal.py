"""Appealing: an author asks for another look at a rejection, and a person answers. Ends in the same `record`."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from uuid import UUID

from sqlalchemy import Connection

from ombud.domain.appeals import STATUS_OF_OUTCOME, Appeal, AppealStatus, Outcome
from ombud.domain.comment import Status
from ombud.domain.decision import Actor, Cause, Judgement, Reason, Verdict
from ombud.domain.events import EventType
from ombud.domain.ids import new_id
from ombud.pipeline.record import announce, record_one
from ombud.policy.document import PolicyDocument
from ombud.policy.told_reasons import is_appealable
from ombud.storage.appeals import add_appeal, appeal_on_decision, close_appeal, open_appeals_on, site_appeal
from ombud.storage.comments import LockedComment, lock_comments, raise_sequence
from ombud.storage.jobs import drop_job
from ombud.storage.sites import Site
from ombud.storage.whole_comments import WholeComment, whole_comment


class Appealable(Enum):
    """Whether the latest decision on a comment can be appealed, and why not."""

    POSSIBLE = "possible"
    NOT_REJECTED = "not_rejected"
    FINAL = "final"
    """The reasons admit no appeal, or the rejection is itself the answer to one."""
    APPEALED = "appealed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class AppealRight:
    """What the author may do about the latest decision. `until` is None for what admits no appeal."""

    appealable: Appealable
    until: datetime | None = None
    appeal: Appeal | None = None


class Opening(Enum):
    """What became of an attempt to appeal."""

    OPENED = "opened"
    REFUSED = "refused"
    ERASED = "erased"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Opened:
    """An attempt's outcome, and the right that it was measured by."""

    opening: Opening
    right: AppealRight | None = None


class Answering(Enum):
    """What became of an attempt to answer an appeal."""

    ANSWERED = "answered"
    CLOSED = "closed"
    """It was answered or overtaken before."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person decided on an appeal, and why."""

    outcome: Outcome
    actor: Actor
    reason: str | None


@dataclass(frozen=True, slots=True)
class Answered:
    """An attempt's outcome, and the appeal as it stands now."""

    answering: Answering
    appeal: Appeal | None


def appeal_right(connection: Connection, comment: WholeComment, policy: PolicyDocument, now: datetime) -> AppealRight:
    """Say whether and until when the latest decision on a comment can be appealed."""
    decision = comment.decision
    if comment.state.status is not Status.REJECTED or decision is None:
        return AppealRight(Appealable.NOT_REJECTED)
    appeal = appeal_on_decision(connection, decision["id"])
    if decision["cause"] == Cause.APPEAL or not is_appealable(policy, decision["author_reasons"]):
        return AppealRight(Appealable.FINAL, appeal=appeal)
    until = decision["decided_at"] + policy.appeals.window
    if appeal is not None:
        return AppealRight(Appealable.APPEALED, until, appeal)
    return AppealRight(Appealable.POSSIBLE if now <= until else Appealable.EXPIRED, until)


def open_appeal(
    connection: Connection, site: Site, comment_id: UUID, text: str, policy: PolicyDocument, now: datetime
) -> Opened:
    """Store an author's appeal against the latest decision and announce it. One for each decision."""
    locked = lock_comments(connection, [comment_id]).get(comment_id)
    comment = whole_comment(connection, site.id, comment_id)
    if locked is None or comment is None:
        return Opened(Opening.UNKNOWN)
    if comment.state.status is Status.ERASED:
        return Opened(Opening.ERASED)
    right = appeal_right(connection, comment, policy, now)
    if right.appealable is not Appealable.POSSIBLE or comment.decision is None:
        return Opened(Opening.REFUSED, right)
    appeal = Appeal(
        id=new_id(),
        site_id=site.id,
        comment_id=comment_id,
        revision=comment.state.revision,
        decision_id=comment.decision["id"],
        text=text,
        status=AppealStatus.OPEN,
        opened_at=now,
    )
    add_appeal(connection, appeal)
    _announce(connection, EventType.APPEAL_OPENED, appeal, now)
    return Opened(Opening.OPENED, replace(right, appealable=Appealable.APPEALED, appeal=appeal))


def answer_appeal(connection: Connection, site_id: UUID, appeal_id: UUID, answer: Answer, now: datetime) -> Answered:
    """Record a person's answer to an appeal: a new decision that follows the old one, which stays as it was."""
    found = site_appeal(connection, site_id, appeal_id)
    if found is None:
        return Answered(Answering.UNKNOWN, None)
    comment = lock_comments(connection, [found.comment_id])[found.comment_id]
    appeal = site_appeal(connection, site_id, appeal_id) or found  # as it is now that nobody else can answer it
    if appeal.status is not AppealStatus.OPEN:
        return Answered(Answering.CLOSED, appeal)
    if comment.decision_id != appeal.decision_id:
        closed = _closed(connection, appeal, AppealStatus.OVERTAKEN, None, now)
        announce_decided(connection, [closed], now)
        return Answered(Answering.CLOSED, closed)
    drop_job(connection, comment.id)
    answer_id = _record(connection, comment, answer, now)
    closed = _closed(connection, appeal, STATUS_OF_OUTCOME[answer.outcome], answer_id, now)
    announce_decided(connection, [closed], now)
    return Answered(Answering.ANSWERED, closed)


def overtake_appeals(connection: Connection, comment_id: UUID, now: datetime) -> list[Appeal]:
    """Close a locked comment's open appeals, because what they are about is no more; announce them afterwards."""
    return [
        _closed(connection, appeal, AppealStatus.OVERTAKEN, None, now)
        for appeal in open_appeals_on(connection, comment_id)
    ]


def announce_decided(connection: Connection, appeals: list[Appeal], now: datetime) -> None:
    """Tell what became of appeals. As all announcing, among the last acts of a transaction."""
    for appeal in appeals:
        _announce(connection, EventType.APPEAL_DECIDED, appeal, now)


def _record(connection: Connection, comment: LockedComment, answer: Answer, now: datetime) -> UUID:
    before = whole_comment(connection, comment.site_id, comment.id)
    told = before.decision["author_reasons"] if before and before.decision else ()
    if answer.outcome is Outcome.GRANT:
        reason = Reason("appeal.granted", answer.reason or "The author's appeal was granted.", Verdict.APPROVE)
        judgement = Judgement(Verdict.APPROVE, (reason,))
    else:
        reason = Reason("appeal.upheld", answer.reason or "The rejection was upheld on appeal.", Verdict.REJECT)
        judgement = Judgement(Verdict.REJECT, (reason,), author_reasons=tuple(told))
    return record_one(connection, comment, Cause.APPEAL, answer.actor, judgement, now)


def _closed(
    connection: Connection, appeal: Appeal, status: AppealStatus, answer_id: UUID | None, now: datetime
) -> Appeal:
    close_appeal(connection, appeal.id, status, answer_id, now)
    return replace(appeal, status=status, decided_at=now, answer_id=answer_id)


def _announce(connection: Connection, kind: EventType, appeal: Appeal, now: datetime) -> None:
    sequence = raise_sequence(connection, appeal.comment_id)
    announce(connection, kind, {appeal.comment_id: sequence}, now, {appeal.comment_id: {"appeal": appeal.as_json()}})
