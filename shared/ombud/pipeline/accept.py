"""Accepting comments: comment, revision and job in one transaction. The first step of the path."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from ombud.domain.comment import ACT_OF_VERDICT, Act, Status, transition
from ombud.domain.decision import Actor, ActorKind, Cause, Judgement, Verdict
from ombud.domain.ids import new_id
from ombud.domain.jobs import Lane, estimated_tokens
from ombud.observability.crash_points import crash_point
from ombud.storage.authors import count_statuses, see_authors_since
from ombud.storage.decisions import NewDecision, add_decision_rows
from ombud.storage.incoming import IncomingComment, insert_comments
from ombud.storage.sites import Site
from ombud.storage.whole_comments import WholeComment, comments_with_external_ids

_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PastDecision:
    """How a comment was decided before Ombud knew it."""

    verdict: Verdict
    decided_at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class Submission:
    """A comment as a site sends it, checked. `article` and `author` have an `id` and whatever else was told."""

    text: str
    article: dict[str, Any]
    author: dict[str, Any]
    external_id: str | None = None
    parent_external_id: str | None = None
    language: str | None = None
    created_at: datetime | None = None
    client_ip: str | None = None
    client_user_agent: str | None = None
    past_decision: PastDecision | None = None


class Acceptance(Enum):
    """What became of a submission."""

    CREATED = "created"
    KNOWN = "known"
    CONFLICT = "conflict"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A submission's outcome, and the comment that it made or met."""

    acceptance: Acceptance
    comment: WholeComment


def accept(
    connection: Connection,
    site: Site,
    submissions: Sequence[Submission],
    *,
    lane: Lane,
    is_test: bool,
) -> list[Accepted]:
    """Store submissions; one outcome for each, in order.

    One statement stores all of them, so a single submission without a past decision needs no transaction around it.

    An external id that the site used before is met, not made: the same text is `KNOWN`, another is `CONFLICT`.
    Submissions with a past decision are history: decided as told, neither scored nor announced.
    """
    incoming = [_incoming(submission, is_test=is_test) for submission in submissions]
    created = insert_comments(connection, site.id, incoming, lane)
    crash_point("accept.before_commit")
    history = [
        (submission, comment)
        for submission, comment in zip(submissions, incoming, strict=True)
        if comment.id in created and submission.past_decision
    ]
    if history:
        _record_history(connection, site, history)
    if lane is Lane.BACKFILL:
        new = [one for one, comment in zip(submissions, incoming, strict=True) if comment.id in created]
        see_authors_since(connection, site.id, _first_seen(new))
    known_ids = [one.external_id for one in incoming if one.external_id is not None and one.id not in created]
    known = comments_with_external_ids(connection, site.id, known_ids) if known_ids else {}
    return [
        Accepted(Acceptance.CREATED, _as_accepted(site, submission, comment, created[comment.id]))
        if comment.id in created
        else _met(submission, known)
        for submission, comment in zip(submissions, incoming, strict=True)
    ]


def text_digest(text: str) -> bytes:
    """16 bytes that are equal for texts that differ in case and white space only."""
    return sha256(" ".join(text.casefold().split()).encode("utf-8", "surrogatepass")).digest()[:16]


def _incoming(submission: Submission, *, is_test: bool) -> IncomingComment:
    state = transition(None, Act.ACCEPT)
    past = submission.past_decision
    if past:
        state = transition(state, ACT_OF_VERDICT[past.verdict])
    return IncomingComment(
        id=new_id(),
        external_id=submission.external_id,
        parent_external_id=submission.parent_external_id,
        text=submission.text,
        text_digest=text_digest(submission.text),
        tokens=estimated_tokens(submission.text),
        language=submission.language,
        article=submission.article,
        author=submission.author,
        client_ip=submission.client_ip,
        client_user_agent=submission.client_user_agent,
        is_test=is_test,
        created_at=submission.created_at,
        state=state,
        wants_job=past is None,
        decision_id=new_id() if past else None,
    )


def _record_history(connection: Connection, site: Site, history: Sequence[tuple[Submission, IncomingComment]]) -> None:
    counts: dict[tuple[UUID, str], dict[Status, int]] = {}
    add_decision_rows(connection, [row for submission, comment in history if (row := _past_row(submission, comment))])
    for submission, comment in history:
        if comment.is_test:
            continue
        author = counts.setdefault((site.id, submission.author["id"]), {})
        author[comment.state.status] = author.get(comment.state.status, 0) + 1
    count_statuses(connection, counts)


def _past_row(submission: Submission, comment: IncomingComment) -> dict[str, Any] | None:
    past = submission.past_decision
    if past is None or comment.decision_id is None:
        return None
    actor = Actor(ActorKind.SITE, past.actor)
    decision = NewDecision(comment.decision_id, comment.id, 1, Cause.HISTORY, actor, Judgement(past.verdict, ()))
    return decision.as_row(past.decided_at)


def _as_accepted(site: Site, submission: Submission, comment: IncomingComment, now: datetime) -> WholeComment:
    return WholeComment(
        id=comment.id,
        site_id=site.id,
        external_id=comment.external_id,
        parent_external_id=comment.parent_external_id,
        text=comment.text,
        approved_text=comment.text if comment.state.approved_revision else None,
        language=comment.language,
        state=comment.state,
        sequence=0,
        is_test=comment.is_test,
        article={key: value for key, value in comment.article.items() if value is not None},
        author={
            key: value for key, value in comment.author.items() if value is not None and not key.endswith("_count")
        },
        decision=_past_row(submission, comment),
        created_at=comment.created_at or now,
        accepted_at=now,
        updated_at=now,
    )


def _first_seen(submissions: Sequence[Submission]) -> dict[str, datetime]:
    """When each author wrote the oldest of some comments, as far as it was told."""
    since: dict[str, datetime] = {}
    for submission in submissions:
        author, at = submission.author["id"], submission.created_at
        if at is not None and at < since.get(author, _LAST):
            since[author] = at
    return since


def _met(submission: Submission, comments: Mapping[str, WholeComment]) -> Accepted:
    if submission.external_id is None:
        raise RuntimeError("a comment without an external id cannot meet another")
    known = comments.get(submission.external_id)
    if known is None:
        raise RuntimeError("the comment that was met is gone; comments are never deleted")
    if known.state.status is Status.ERASED:
        return Accepted(Acceptance.ERASED, known)
    same = known.text == submission.text
    return Accepted(Acceptance.KNOWN if same else Acceptance.CONFLICT, known)
