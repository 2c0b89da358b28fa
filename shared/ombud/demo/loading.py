"""Loading thirty days of the demo newsroom through the real pipeline, as if they had happened.

Span by span (a day, or less around the bad policy) the comments are accepted, dated back, moderated by the machine and
then by the simulated moderators, so that every author's record is what it was in those days. Only dates are written by
hand.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

import yaml
from sqlalchemy import Connection, text

from ombud.demo.bad_policy import BAD_POLICY_NOTE, BAD_POLICY_THRESHOLDS, bad_policy_window
from ombud.demo.comment import DemoComment, as_posted
from ombud.demo.moderators import MODERATORS, simulated_moderator
from ombud.demo.newsroom import thirty_days
from ombud.demo.readers import demo_readers
from ombud.domain.comment import Status
from ombud.domain.decision import Actor, ActorKind, Cause, Judgement, Reason
from ombud.domain.jobs import Lane
from ombud.pipeline.accept import Submission, accept
from ombud.pipeline.edit import edit
from ombud.pipeline.moderate import Moderator
from ombud.pipeline.record import record_one
from ombud.policy.starter import starter_policy
from ombud.scoring.engine import Engine
from ombud.storage.comments import lock_comments
from ombud.storage.database import Database
from ombud.storage.policies import activate_policy
from ombud.storage.sites import Site

SEED = 1
MACHINE_SECONDS = 0.4
PER_TRANSACTION = 250


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many comments were loaded, and how many decisions the simulated moderators took."""

    comments: int
    reviews: int


def load_newsroom(
    database: Database, site: Site, engine: Engine, now: datetime, newsroom_url: str, count: int
) -> Loaded:
    """Load the thirty days before `now` into a new site. Held comments of the last hours stay for the desk."""
    comments = list(thirty_days(SEED, now, count))
    with database.transaction() as connection:
        _date_back_policy(connection, site, now - timedelta(days=30))
    rng = random.Random(SEED)
    reviews = 0
    ids: dict[str, UUID] = {}
    for span, policy in _spans(comments, now):
        with database.transaction() as connection:
            if policy is not None:
                activate_policy(connection, site.id, policy[0], by=MODERATORS[0].email, note=policy[1], now=policy[2])
        ids |= _accept(database, site, span, now, newsroom_url)
        _moderate(database, engine, span[-1].created_at if span else now)
        reviews += _review(database, span, ids, rng, now)
        _apply_edits(database, site, engine, span, ids, now)
    return Loaded(len(ids), reviews)


def _spans(
    comments: Sequence[DemoComment], now: datetime
) -> list[tuple[list[DemoComment], tuple[str, str, datetime] | None]]:
    """Cut the days, and where the policy changed; with each span the policy that came into force at its beginning."""
    bad_from, bad_to = bad_policy_window(now)
    usual = starter_policy(automation="automatic")
    bad = yaml.safe_dump(
        {**yaml.safe_load(usual), "thresholds": {name: dict(bands) for name, bands in BAD_POLICY_THRESHOLDS.items()}}
    )
    starts = {now - timedelta(days=day) for day in range(31)} | {bad_from, bad_to}
    changes = {bad_from: (bad, BAD_POLICY_NOTE, bad_from), bad_to: (usual, "Back to what it was", bad_to)}
    edges = [*sorted(starts), now + timedelta(days=1)]
    return [
        ([one for one in comments if begin <= one.created_at < end], changes.get(begin))
        for begin, end in pairwise(edges)
    ]


def _accept(
    database: Database, site: Site, span: Sequence[DemoComment], now: datetime, newsroom_url: str
) -> dict[str, UUID]:
    readers = {reader.id: reader for reader in demo_readers(SEED)}
    ids: dict[str, UUID] = {}
    for start in range(0, len(span), PER_TRANSACTION):
        part = span[start : start + PER_TRANSACTION]
        bodies = [as_posted(one, readers[one.author_id], now, newsroom_url) for one in part]
        submissions = [
            Submission(
                text=body["text"],
                article=body["article"],
                author=body["author"],
                external_id=body["external_id"],
                parent_external_id=body.get("parent_external_id"),
                created_at=one.created_at,
            )
            for one, body in zip(part, bodies, strict=True)
        ]
        with database.transaction() as connection:
            accepted = accept(connection, site, submissions, lane=Lane.BACKFILL, is_test=False)
            new = {one.comment.external_id or "": one.comment.id for one in accepted}
            _date_back_accepted(connection, list(new.values()))
        ids |= new
    return ids


def _moderate(database: Database, engine: Engine, until: datetime) -> None:
    moderator = Moderator(database, engine, [Lane.BACKFILL], timedelta(seconds=60), clock=lambda _: until)
    while moderator.moderate_batch():
        pass
    with database.transaction() as connection:
        _date_back_decisions(connection)


def _review(
    database: Database, span: Sequence[DemoComment], ids: dict[str, UUID], rng: random.Random, now: datetime
) -> int:
    reviews = 0
    for start in range(0, len(span), PER_TRANSACTION):
        part = {ids[one.external_id]: one for one in span[start : start + PER_TRANSACTION]}
        with database.transaction() as connection:
            for comment_id, comment in lock_comments(connection, list(part)).items():
                ruling = simulated_moderator(part[comment_id].kind, rng)
                at = part[comment_id].created_at + timedelta(minutes=ruling.latency_minutes)
                if comment.state.status is not Status.HELD or at > now:
                    continue
                reasons = (Reason(f"house.{ruling.reason}", ruling.reason, ruling.verdict),) if ruling.reason else ()
                actor = Actor(ActorKind.MODERATOR, ruling.moderator.email)
                record_one(connection, comment, Cause.REVIEW, actor, Judgement(ruling.verdict, reasons), at)
                reviews += 1
    return reviews


def _apply_edits(
    database: Database, site: Site, engine: Engine, span: Sequence[DemoComment], ids: dict[str, UUID], now: datetime
) -> None:
    edited = [one for one in span if one.edited_text is not None]
    for one in edited:
        at = min(now, one.created_at + timedelta(minutes=one.edited_minutes_after or 5))
        with database.transaction() as connection:
            edit(connection, site, ids[one.external_id], one.edited_text or one.text, at)
    if edited:
        moderator = Moderator(database, engine, [Lane.LIVE], timedelta(seconds=60), clock=lambda _: now)
        while moderator.moderate_batch():
            pass
        with database.transaction() as connection:
            _date_back_decisions(connection)


def _date_back_policy(connection: Connection, site: Site, at: datetime) -> None:
    first = text("UPDATE policies SET activated_at = :at WHERE site_id = :site_id AND version = 1")
    connection.execute(first, {"at": at, "site_id": site.id})


def _date_back_accepted(connection: Connection, ids: Sequence[UUID]) -> None:
    given = {"ids": list(ids)}
    connection.execute(
        text("UPDATE comments SET accepted_at = created_at, updated_at = created_at WHERE id = ANY(:ids)"), given
    )
    connection.execute(
        text("""
            UPDATE jobs SET due_at = comments.created_at, waiting_since = comments.created_at
            FROM comments WHERE comments.id = jobs.comment_id AND comments.id = ANY(:ids)
        """),
        given,
    )


def _date_back_decisions(connection: Connection) -> None:
    """Date what the machine decided a moment after the revision that it decided."""
    moment = {"moment": timedelta(seconds=MACHINE_SECONDS)}
    connection.execute(
        text("""
            UPDATE decisions SET decided_at = revisions.created_at + :moment
            FROM revisions
            WHERE revisions.comment_id = decisions.comment_id AND revisions.revision = decisions.revision
                AND decisions.actor_kind = 'machine' AND decisions.decided_at <> revisions.created_at + :moment
        """),
        moment,
    )
    connection.execute(
        text("""
            UPDATE comments SET updated_at = decisions.decided_at
            FROM decisions WHERE decisions.id = comments.decision_id AND decisions.actor_kind = 'machine'
                AND comments.updated_at <> decisions.decided_at
        """)
    )
    connection.execute(
        text("""
            UPDATE events SET created_at = decisions.decided_at,
                data = jsonb_set(data, '{comment,decision,decided_at}', to_jsonb(decisions.decided_at))
            FROM decisions
            WHERE decisions.id = (events.data #>> '{comment,decision,id}')::uuid AND events.type = 'comment.decided'
                AND decisions.actor_kind = 'machine' AND events.created_at <> decisions.decided_at
        """)
    )
