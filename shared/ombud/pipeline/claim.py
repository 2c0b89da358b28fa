"""Claiming jobs: a lease on each, and everything that judging them needs, in one short transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ombud.domain.jobs import Lane, Lease
from ombud.storage.author_history import AuthorHistory, author_histories
from ombud.storage.jobs import claim_jobs
from ombud.storage.reports import UNREPORTED, ReportedBy, reported_by
from ombud.storage.sites import Site, sites_by_id
from ombud.storage.whole_comments import WholeComment, whole_comments_by_id

MOST_JOBS = 64
MOST_TOKENS = {Lane.LIVE: 4096, Lane.BACKFILL: 1024}
"""A batch closes here. Bulk work comes in small batches, so that it delays a live comment by .3 s at most."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that this worker holds, with its comment and what is known of the author."""

    lease: Lease
    comment: WholeComment
    site: Site
    history: AuthorHistory | None
    reported: ReportedBy
    now: datetime


def claim(
    connection: Connection, lanes: Sequence[Lane], *, alone: bool, lease: timedelta, now: datetime
) -> list[Claimed]:
    """Claim one batch from the first lane that has any; an empty list where nothing is due.

    `alone` takes one job that lost a lease before, and no other with it.
    """
    for lane in sorted(lanes, key=list(Lane).index):
        leases = claim_jobs(
            connection,
            lane,
            alone=alone,
            most=1 if alone else MOST_JOBS,
            tokens=MOST_TOKENS[lane],
            now=now,
            until=now + lease,
        )
        if leases:
            return _with_comments(connection, leases, now)
    return []


def _with_comments(connection: Connection, leases: Sequence[Lease], now: datetime) -> list[Claimed]:
    ids = [lease.comment_id for lease in leases]
    comments = whole_comments_by_id(connection, ids)
    histories = author_histories(connection, ids)
    reports = reported_by(connection, ids)
    sites = sites_by_id(connection, {comment.site_id for comment in comments.values()})
    return [
        Claimed(
            lease,
            comment,
            sites[comment.site_id],
            histories.get(comment.id),
            reports.get(comment.id, UNREPORTED),
            now,
        )
        for lease in leases
        if (comment := comments[lease.comment_id]).state.revision == lease.revision
    ]
