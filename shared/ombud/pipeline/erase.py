"""Erasure: text and author go everywhere, the bare decision stays, and a receipt says what went."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from ombud.domain.comment import Act, Status, transition
from ombud.domain.events import EventType
from ombud.observability.crash_points import crash_point
from ombud.pipeline.record import announce, count_moves
from ombud.storage.appeals import erase_appeal_texts
from ombud.storage.authors import forget_author
from ombud.storage.comments import StateChange, all_texts, erase_texts, lock_comments, write_states
from ombud.storage.decisions import strip_decisions
from ombud.storage.delivery_history import blank_answers, cancel_deliveries
from ombud.storage.erasures import receipt_of, store_receipt
from ombud.storage.feed import strip_evidence
from ombud.storage.jobs import drop_job
from ombud.storage.reports import erase_report_notes


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an erasure removed, by kind of row, and when.

    `texts` are those that are no longer there, for the caller to have them forgotten after its commit: see
    `ScoreCache.forget`. A worker that scores one of them just now loses the job, and then does the same.
    """

    comment_id: UUID
    erased_at: datetime
    removed: dict[str, int]
    texts: tuple[str, ...] = field(default=(), repr=False, compare=False)


def erase(connection: Connection, site_id: UUID, comment_id: UUID, now: datetime) -> Receipt | None:
    """Erase a comment; None where the site has no such comment. A second call returns the first receipt.

    A worker that holds the comment's job loses it here, so what it read cannot come back.
    """
    comment = lock_comments(connection, [comment_id]).get(comment_id)
    if comment is None or comment.site_id != site_id:
        return None
    if comment.state.status is Status.ERASED:
        stored = receipt_of(connection, comment_id)
        return Receipt(comment_id, *stored) if stored else None
    state = transition(comment.state, Act.ERASE)
    texts = tuple(all_texts(connection, comment_id))
    removed = {
        "jobs": drop_job(connection, comment_id),
        "texts": erase_texts(connection, comment_id),
        "evidence_of_decisions": strip_decisions(connection, comment_id),
        "evidence_in_events": strip_evidence(connection, comment_id),
        "deliveries": cancel_deliveries(connection, comment_id, now),
        "answers_of_receivers": blank_answers(connection, comment_id),
        "appeals": erase_appeal_texts(connection, comment_id, now),
        "report_notes": erase_report_notes(connection, comment_id),
    }
    write_states(connection, [StateChange(comment_id, state, comment.sequence + 1, comment.decision_id)], now)
    count_moves(connection, [(comment, state.status)])
    if comment.author_id is not None:
        removed["authors"] = forget_author(connection, site_id, comment.author_id)
    store_receipt(connection, site_id, comment_id, removed, now)
    announce(connection, EventType.COMMENT_ERASED, {comment_id: comment.sequence + 1}, now)
    crash_point("erase.before_commit")
    return Receipt(comment_id, now, removed, texts)
