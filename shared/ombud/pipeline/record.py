"""Recording decisions. Whoever decides, it ends here: one place to audit.

One transaction holds the decisions, the new statuses, the authors' counts and the events; the jobs go with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from ombud.domain.comment import ACT_OF_VERDICT, Status, transition
from ombud.domain.decision import MACHINE, Actor, ActorKind, Cause, Judgement
from ombud.domain.events import EventType, NewEvent
from ombud.domain.ids import new_id
from ombud.domain.jobs import Lease
from ombud.observability.crash_points import crash_point
from ombud.pipeline.snapshot import snapshot
from ombud.storage.authors import count_statuses
from ombud.storage.comments import LockedComment, StateChange, lock_comments, write_states
from ombud.storage.decisions import NewDecision, add_decisions
from ombud.storage.feed import append_events
from ombud.storage.jobs import finish_jobs
from ombud.storage.reports import settle_reports
from ombud.storage.sites import sites_by_id
from ombud.storage.whole_comments import whole_comments_by_id


@dataclass(frozen=True, slots=True)
class MachineOutcome:
    """What the machine makes of a job that it holds."""

    lease: Lease
    judgement: Judgement


def record_machine_outcomes(
    connection: Connection, outcomes: Sequence[MachineOutcome], now: datetime
) -> list[MachineOutcome]:
    """Record what still counts, and return just that.

    An outcome counts while its lease is the job's own and its revision the comment's. One that lost to an edit, an
    erasure, a person or another worker simply does not come back.
    """
    locked = lock_comments(connection, [outcome.lease.comment_id for outcome in outcomes])
    causes = finish_jobs(connection, [outcome.lease for outcome in outcomes])
    crash_point("record.after_finish")
    won = [outcome for outcome in outcomes if outcome.lease.comment_id in causes]
    decisions = [
        NewDecision(
            id=new_id(),
            comment_id=outcome.lease.comment_id,
            revision=outcome.lease.revision,
            cause=Cause(causes[outcome.lease.comment_id]),
            actor=MACHINE,
            judgement=outcome.judgement,
        )
        for outcome in won
    ]
    record(connection, locked, decisions, now)
    crash_point("record.before_commit")
    return won


def record_one(
    connection: Connection, comment: LockedComment, cause: Cause, actor: Actor, judgement: Judgement, now: datetime
) -> UUID:
    """Record somebody's decision on the present revision of a locked comment; returns the decision's id."""
    decision = NewDecision(new_id(), comment.id, comment.state.revision, cause, actor, judgement)
    record(connection, {comment.id: comment}, [decision], now)
    return decision.id


def record(
    connection: Connection, locked: dict[UUID, LockedComment], decisions: Sequence[NewDecision], now: datetime
) -> None:
    """Record decisions on locked comments, one for each comment at most, and announce them."""
    if not decisions:
        return
    add_decisions(connection, decisions, now)
    changes = [_change(locked[decision.comment_id], decision) for decision in decisions]
    write_states(connection, changes, now)
    count_moves(connection, [(locked[change.comment_id], change.state.status) for change in changes])
    _settle_reports(connection, locked, decisions)
    announce(connection, EventType.COMMENT_DECIDED, {change.comment_id: change.sequence for change in changes}, now)


def _change(comment: LockedComment, decision: NewDecision) -> StateChange:
    state = transition(comment.state, ACT_OF_VERDICT[decision.judgement.verdict])
    return StateChange(comment.id, state, comment.sequence + 1, decision.id)


def _settle_reports(
    connection: Connection, locked: dict[UUID, LockedComment], decisions: Sequence[NewDecision]
) -> None:
    for decision in decisions:
        if decision.actor.kind is not ActorKind.MACHINE:
            comment, verdict = locked[decision.comment_id], decision.judgement.verdict
            settle_reports(connection, comment.id, decision.revision, verdict, counts=not comment.is_test)


def count_moves(connection: Connection, moves: Sequence[tuple[LockedComment, Status]]) -> None:
    """Move comments from one status to another in their authors' counts."""
    counts: dict[tuple[UUID, str], dict[Status, int]] = {}
    for comment, status in moves:
        if comment.author_id is not None and not comment.is_test:
            author = counts.setdefault((comment.site_id, comment.author_id), {})
            author[comment.state.status] = author.get(comment.state.status, 0) - 1
            author[status] = author.get(status, 0) + 1
    count_statuses(connection, counts)


def announce(
    connection: Connection,
    kind: EventType,
    sequences: dict[UUID, int],
    now: datetime,
    told: Mapping[UUID, dict[str, Any]] | None = None,
) -> None:
    """Append one event for each comment, with its state as it is now. The last act of a transaction: see `feed`.

    `told` is what else an event says, by comment: such as the report or the appeal that it is about.
    """
    comments = whole_comments_by_id(connection, list(sequences))
    sites = sites_by_id(connection, {comment.site_id for comment in comments.values()})
    events: dict[UUID, list[NewEvent]] = {}
    for comment_id, sequence in sequences.items():
        comment = comments[comment_id]
        data = {"comment": snapshot(comment, sites[comment.site_id]), **(told or {}).get(comment_id, {})}
        events.setdefault(comment.site_id, []).append(NewEvent(new_id(), comment_id, sequence, kind, data))
    append_events(connection, events, now)
