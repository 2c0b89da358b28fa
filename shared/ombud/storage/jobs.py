"""The queue of record: one row for each comment whose revision still wants a decision.

A job is claimed by giving it a lease: a token and an end. The worker that holds the token may record a decision; when
the lease runs out first, the job is due again. A claim reads only unleased jobs, by a partial index, so its cost does
not grow with the backlog.

A job that lost its lease may have killed its worker, or only have shared a batch with the one that did. So it is
claimed alone from then on, and only leases lost while alone count as attempts.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from ombud.domain.ids import new_id
from ombud.domain.jobs import Lane, Lease
from ombud.storage.schema import Base


class JobRow(Base):
    """One revision that wants a decision. Leaves when it is decided, superseded or erased."""

    __tablename__ = "jobs"

    comment_id: Mapped[UUID] = mapped_column(primary_key=True)
    site_id: Mapped[UUID]
    revision: Mapped[int]
    lane: Mapped[str]
    cause: Mapped[str]
    tokens: Mapped[int]
    due_at: Mapped[datetime]
    waiting_since: Mapped[datetime]
    lease_token: Mapped[UUID | None]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    alone: Mapped[bool] = mapped_column(server_default="false")

    __table_args__ = (
        Index("jobs_claimable_idx", "lane", "alone", "site_id", "due_at", postgresql_where=text("lease_token IS NULL")),
        Index("jobs_leased_idx", "lease_until", postgresql_where=text("lease_token IS NOT NULL")),
        # Short-lived rows: leave room on the page for the lease, and clean up early and often.
        {
            "postgresql_with": {
                "fillfactor": "70",
                "autovacuum_vacuum_scale_factor": "0.0",
                "autovacuum_vacuum_threshold": "2000",
                "autovacuum_vacuum_cost_delay": "0",
            }
        },
    )


_CLAIM = text("""
    WITH RECURSIVE due_site (site_id) AS (
        (
            SELECT site_id FROM jobs
            WHERE lane = :lane AND alone = :alone AND lease_token IS NULL
            ORDER BY site_id LIMIT 1
        )
        UNION ALL
        SELECT (
            SELECT jobs.site_id FROM jobs
            WHERE lane = :lane AND alone = :alone AND lease_token IS NULL AND jobs.site_id > due_site.site_id
            ORDER BY jobs.site_id LIMIT 1
        )
        FROM due_site WHERE due_site.site_id IS NOT NULL
    ),
    share AS (
        SELECT greatest(1, ceil(CAST(:most AS numeric) / greatest(1, count(site_id))))::int AS per_site FROM due_site
    ),
    candidate AS MATERIALIZED (
        SELECT job.comment_id, job.tokens, job.due_at,
            row_number() OVER (PARTITION BY due_site.site_id ORDER BY job.due_at) AS turn
        FROM due_site
        CROSS JOIN LATERAL (
            SELECT comment_id, tokens, due_at FROM jobs
            WHERE jobs.lane = :lane AND jobs.alone = :alone AND jobs.lease_token IS NULL
                AND jobs.site_id = due_site.site_id AND jobs.due_at <= :now
            ORDER BY jobs.due_at LIMIT (SELECT per_site FROM share)
            FOR UPDATE SKIP LOCKED
        ) AS job
    ),
    chosen AS (
        SELECT comment_id, sum(tokens) OVER (ORDER BY turn, due_at, comment_id) - tokens AS tokens_before
        FROM candidate ORDER BY turn, due_at, comment_id LIMIT :most
    )
    UPDATE jobs SET lease_token = :token, lease_until = :until
    -- As an array, so that each is looked up by its key: for a join, a prepared plan would read the whole table.
    WHERE jobs.comment_id = ANY (ARRAY(SELECT comment_id FROM chosen WHERE tokens_before < :tokens))
    RETURNING jobs.comment_id, jobs.revision, jobs.attempts
""")

_FINISH = text("""
    DELETE FROM jobs USING unnest(CAST(:ids AS uuid[]), CAST(:revisions AS int[]), CAST(:tokens AS uuid[]))
        AS held(comment_id, revision, token)
    WHERE jobs.comment_id = held.comment_id AND jobs.revision = held.revision AND jobs.lease_token = held.token
    RETURNING jobs.comment_id, jobs.cause
""")

_RELEASE = text("""
    UPDATE jobs SET lease_token = NULL, lease_until = NULL, alone = alone OR :suspect,
        attempts = attempts + CASE WHEN :suspect AND alone THEN 1 ELSE 0 END
    FROM unnest(CAST(:ids AS uuid[]), CAST(:tokens AS uuid[])) AS held(comment_id, token)
    WHERE jobs.comment_id = held.comment_id AND jobs.lease_token = held.token
""")

_EXPIRE = text("""
    WITH lost AS (
        SELECT comment_id FROM jobs WHERE lease_token IS NOT NULL AND lease_until < :now
        ORDER BY lease_until LIMIT 1000 FOR UPDATE SKIP LOCKED
    )
    UPDATE jobs SET lease_token = NULL, lease_until = NULL, alone = true,
        attempts = attempts + CASE WHEN alone THEN 1 ELSE 0 END
    WHERE jobs.comment_id = ANY (ARRAY(SELECT comment_id FROM lost))
    RETURNING jobs.lane
""")

_REPLACE = text("""
    INSERT INTO jobs (comment_id, site_id, revision, lane, cause, tokens, due_at, waiting_since)
    VALUES (:comment_id, :site_id, :revision, :lane, :cause, :tokens, :now, :now)
    ON CONFLICT (comment_id) DO UPDATE SET
        revision = excluded.revision, lane = excluded.lane, cause = excluded.cause, tokens = excluded.tokens,
        due_at = excluded.due_at, waiting_since = excluded.waiting_since,
        lease_token = NULL, lease_until = NULL, attempts = 0, alone = false
""")


def claim_jobs(
    connection: Connection, lane: Lane, *, alone: bool, most: int, tokens: int, now: datetime, until: datetime
) -> list[Lease]:
    """Lease due jobs of a lane: at most `most`, closed once `tokens` are reached, the sites taking turns.

    `alone` claims from the jobs that lost a lease before; ask for one at a time.
    """
    token = new_id()
    rows = connection.execute(
        _CLAIM,
        {"lane": lane, "alone": alone, "most": most, "tokens": tokens, "now": now, "until": until, "token": token},
    )
    return [Lease(row.comment_id, row.revision, token, lane, row.attempts, alone) for row in rows]


def finish_jobs(connection: Connection, leases: Sequence[Lease]) -> dict[UUID, str]:
    """Remove the jobs that are still held by these leases; returns the cause of each, by comment.

    A lease that was lost, or whose revision is no longer the comment's, is not among them: compare-and-set.
    """
    rows = connection.execute(
        _FINISH,
        {
            "ids": [lease.comment_id for lease in leases],
            "revisions": [lease.revision for lease in leases],
            "tokens": [lease.token for lease in leases],
        },
    )
    return {row.comment_id: row.cause for row in rows}


def release_jobs(connection: Connection, leases: Sequence[Lease], *, suspect: bool) -> int:
    """Give leases back. `suspect` says that the text itself may be at fault: alone next time, and counted if it was."""
    held = {"ids": [lease.comment_id for lease in leases], "tokens": [lease.token for lease in leases]}
    return connection.execute(_RELEASE, held | {"suspect": suspect}).rowcount


def expire_leases(connection: Connection, now: datetime) -> dict[str, int]:
    """Make jobs due again whose lease ran out; returns how many by lane, at most 1,000 in all."""
    expired: dict[str, int] = {}
    for (lane,) in connection.execute(_EXPIRE, {"now": now}):
        expired[lane] = expired.get(lane, 0) + 1
    return expired


def replace_job(
    connection: Connection,
    comment_id: UUID,
    site_id: UUID,
    revision: int,
    lane: Lane,
    cause: str,
    tokens: int,
    now: datetime,
) -> None:
    """Ask for a decision on a new revision: no lease and no attempts, whoever is at work on the old one."""
    connection.execute(
        _REPLACE,
        {
            "comment_id": comment_id,
            "site_id": site_id,
            "revision": revision,
            "lane": lane,
            "cause": cause,
            "tokens": tokens,
            "now": now,
        },
    )


def drop_job(connection: Connection, comment_id: UUID) -> int:
    """Remove a comment's job, whoever is at work on it: what they decide will not count. Returns 0 or 1."""
    return connection.execute(text("DELETE FROM jobs WHERE comment_id = :id"), {"id": comment_id}).rowcount


def lanes_with_due_jobs(connection: Connection, now: datetime) -> list[Lane]:
    """Return the lanes in which some job is due and unleased."""
    due = text("""
        SELECT EXISTS (SELECT 1 FROM jobs WHERE lane = :lane AND lease_token IS NULL AND due_at <= :now)
    """)
    return [lane for lane in Lane if connection.execute(due, {"lane": lane, "now": now}).scalar_one()]


def waiting_jobs(connection: Connection, site_id: UUID, limit: int) -> int:
    """How many comments of a site wait for the machine, counted up to `limit`."""
    bounded = text("SELECT count(*) FROM (SELECT 1 FROM jobs WHERE site_id = :site_id LIMIT :limit) AS waiting")
    return int(connection.execute(bounded, {"site_id": site_id, "limit": limit}).scalar_one())


def queue_depths(connection: Connection) -> dict[str, tuple[int, datetime | None]]:
    """For each lane how many jobs wait, and since when the oldest does."""
    rows = connection.execute(text("SELECT lane, count(*), min(waiting_since) FROM jobs GROUP BY lane"))
    found = {row[0]: (row[1], row[2]) for row in rows}
    return {lane.value: found.get(lane.value, (0, None)) for lane in Lane}


def release_all(connection: Connection, now: datetime) -> int:
    """Take back every lease and make every job due, without counting an attempt; returns how many were leased."""
    released = text("UPDATE jobs SET lease_token = NULL, lease_until = NULL WHERE lease_token IS NOT NULL")
    connection.execute(text("UPDATE jobs SET due_at = :now WHERE due_at > :now"), {"now": now})
    return connection.execute(released).rowcount
