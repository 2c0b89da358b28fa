"""Deliveries that are under way: small and hot. A row leaves when it is delivered, dead or cancelled.

They are written by `append_events`, in the transaction of their event. Like a job, a delivery is claimed by a lease:
who holds the token may record what became of it, and when the lease runs out first, it is due again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Connection, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from ombud.domain.deliveries import FAILURES_BEFORE_REST, MOST_AHEAD, MOST_PER_ENDPOINT, DeliveryLease
from ombud.domain.ids import new_id
from ombud.storage.feed import told_event
from ombud.storage.schema import Base

TEST_TYPE = "webhook.test"


class DeliveryRow(Base):
    """One event for one endpoint. Without a position it is a test, which is no event of the feed."""

    __tablename__ = "deliveries"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    webhook_id: Mapped[UUID]
    site_id: Mapped[UUID]
    event_id: Mapped[UUID]
    position: Mapped[int | None] = mapped_column(BigInteger)
    comment_id: Mapped[UUID | None] = mapped_column(index=True)
    created_at: Mapped[datetime]
    waiting_since: Mapped[datetime]
    due_at: Mapped[datetime]
    failed_attempts: Mapped[int] = mapped_column(server_default="0")
    lease_token: Mapped[UUID | None]
    lease_until: Mapped[datetime | None]

    # No foreign key to the endpoint: one that is deleted meanwhile must not make a decision fail.
    __table_args__ = (
        Index("deliveries_claimable_idx", "webhook_id", "due_at", postgresql_where=text("lease_token IS NULL")),
        Index("deliveries_leased_idx", "webhook_id", "lease_until", postgresql_where=text("lease_token IS NOT NULL")),
        {
            "postgresql_with": {
                "fillfactor": "70",
                "autovacuum_vacuum_scale_factor": "0.0",
                "autovacuum_vacuum_threshold": "2000",
                "autovacuum_vacuum_cost_delay": "0",
            }
        },
    )


@dataclass(frozen=True, slots=True)
class ClaimedDelivery:
    """A delivery that this deliverer holds, with its event as it is stored now, erased evidence left out."""

    lease: DeliveryLease
    event_id: UUID
    event: Mapping[str, Any]


_ENDPOINTS = """
    WITH RECURSIVE waiting (webhook_id) AS (
        (SELECT webhook_id FROM deliveries WHERE lease_token IS NULL ORDER BY webhook_id LIMIT 1)
        UNION ALL
        SELECT (
            SELECT deliveries.webhook_id FROM deliveries
            WHERE lease_token IS NULL AND deliveries.webhook_id > waiting.webhook_id
            ORDER BY deliveries.webhook_id LIMIT 1
        )
        FROM waiting WHERE waiting.webhook_id IS NOT NULL
    )
    SELECT id, failures FROM webhooks
    WHERE id = ANY (ARRAY(SELECT webhook_id FROM waiting))
        AND disabled_at IS NULL AND (resting_until IS NULL OR resting_until <= :now)
        AND EXISTS (
            SELECT 1 FROM deliveries
            WHERE deliveries.webhook_id = webhooks.id AND lease_token IS NULL AND due_at <= :now
        )
"""
_DUE_ENDPOINTS = text(_ENDPOINTS + "LIMIT 1")
# Locked one claim at a time, so that two deliverers together keep to what an endpoint may have; and in a statement of
# its own, so that the next one counts the leases that were committed before the lock was obtained.
_LOCK_ENDPOINTS = text(_ENDPOINTS + "ORDER BY id FOR NO KEY UPDATE SKIP LOCKED")

_CLAIM = text("""
    WITH candidate AS MATERIALIZED (
        SELECT delivery.id, delivery.due_at,
            row_number() OVER (PARTITION BY endpoint.id ORDER BY delivery.due_at) AS turn
        FROM unnest(CAST(:endpoints AS uuid[]), CAST(:shares AS int[])) AS endpoint(id, share)
        CROSS JOIN LATERAL (
            SELECT id, due_at FROM deliveries
            WHERE webhook_id = endpoint.id AND lease_token IS NULL AND due_at <= :now
            ORDER BY due_at
            LIMIT greatest(0, endpoint.share - (
                SELECT count(*) FROM deliveries AS held
                WHERE held.webhook_id = endpoint.id AND held.lease_token IS NOT NULL
            ))
            FOR UPDATE SKIP LOCKED
        ) AS delivery
    ),
    claimed AS (
        UPDATE deliveries SET lease_token = :token, lease_until = :until
        -- As an array, so that each is looked up by its key: for a join, a prepared plan would read the whole table.
        WHERE id = ANY (ARRAY(SELECT id FROM candidate ORDER BY turn, due_at LIMIT :most))
        RETURNING id, webhook_id, site_id, event_id, position, created_at, waiting_since, due_at, failed_attempts
    )
    SELECT claimed.*, event.sequence, event.type, event.created_at AS timestamp, event.data
    FROM claimed LEFT JOIN LATERAL (
        SELECT sequence, type, created_at, data FROM events
        WHERE events.site_id = claimed.site_id AND events.position = claimed.position
    ) AS event ON true
    ORDER BY claimed.due_at, claimed.id
""")

_HELD = "unnest(CAST(:ids AS uuid[]), CAST(:tokens AS uuid[])) AS held(id, token)"

_LOCK_HELD = text(f"""
    SELECT deliveries.id FROM deliveries JOIN {_HELD}
        ON deliveries.id = held.id AND deliveries.lease_token = held.token
    ORDER BY deliveries.id FOR UPDATE OF deliveries
""")  # noqa: S608  put together from our own words

_RELEASE = text(f"""
    UPDATE deliveries SET lease_token = NULL, lease_until = NULL FROM {_HELD}
    WHERE deliveries.id = held.id AND deliveries.lease_token = held.token
""")  # noqa: S608

_POSTPONE = text("""
    UPDATE deliveries
    SET lease_token = NULL, lease_until = NULL, failed_attempts = failed_attempts + 1, due_at = later.due_at
    FROM unnest(CAST(:ids AS uuid[]), CAST(:due AS timestamptz[])) AS later(id, due_at)
    WHERE deliveries.id = later.id
""")

_EXPIRE = text("""
    WITH lost AS (
        SELECT id FROM deliveries WHERE lease_token IS NOT NULL AND lease_until < :now
        LIMIT 1000 FOR UPDATE SKIP LOCKED
    )
    UPDATE deliveries SET lease_token = NULL, lease_until = NULL WHERE id = ANY (ARRAY(SELECT id FROM lost))
""")

_TEST = text("""
    INSERT INTO deliveries (id, webhook_id, site_id, event_id, created_at, waiting_since, due_at)
    VALUES (:id, :webhook_id, :site_id, :event_id, :now, :now, :now)
""")


def claim_deliveries(connection: Connection, *, most: int, now: datetime, until: datetime) -> list[ClaimedDelivery]:
    """Lease due deliveries, at most `most`, the endpoints taking turns.

    An endpoint that answers well may have several ahead; one that fails gets no more than can be tried at once, and
    one that has just rested a single one.
    """
    shares = {row.id: _share(row.failures) for row in connection.execute(_LOCK_ENDPOINTS, {"now": now})}
    if not shares or most < 1:
        return []
    token = new_id()
    told = {"endpoints": list(shares), "shares": list(shares.values()), "most": most}
    rows = connection.execute(_CLAIM, told | {"now": now, "until": until, "token": token})
    return [_claimed(row, token) for row in rows]


def _share(failures: int) -> int:
    if failures >= FAILURES_BEFORE_REST:
        return 1
    return MOST_PER_ENDPOINT if failures else MOST_AHEAD


def _claimed(row: Any, token: UUID) -> ClaimedDelivery:
    lease = DeliveryLease(row.id, row.webhook_id, token, row.failed_attempts, row.waiting_since)
    if row.type is None:
        event = told_event(row.event_id, 0, TEST_TYPE, row.created_at, {})
    else:
        event = told_event(row.event_id, row.sequence, row.type, row.timestamp, row.data)
    return ClaimedDelivery(lease, row.event_id, event)


def lock_held(connection: Connection, leases: Sequence[DeliveryLease]) -> set[UUID]:
    """Lock the deliveries that are still held by these leases, and return their ids: compare-and-set."""
    return set(connection.execute(_LOCK_HELD, _held(leases)).scalars())


def release_deliveries(connection: Connection, leases: Sequence[DeliveryLease]) -> int:
    """Give leases back without an attempt; returns how many were still held."""
    return connection.execute(_RELEASE, _held(leases)).rowcount


def _held(leases: Sequence[DeliveryLease]) -> dict[str, list[UUID]]:
    return {"ids": [lease.delivery_id for lease in leases], "tokens": [lease.token for lease in leases]}


def postpone_deliveries(connection: Connection, due: Mapping[UUID, datetime]) -> None:
    """Count a failed attempt of each, and make it due again at its time. They must be locked: see `lock_held`."""
    connection.execute(_POSTPONE, {"ids": list(due), "due": list(due.values())})


def expire_delivery_leases(connection: Connection, now: datetime) -> int:
    """Make deliveries due again whose deliverer was lost; returns how many, at most 1,000."""
    return connection.execute(_EXPIRE, {"now": now}).rowcount


def deliveries_are_due(connection: Connection, now: datetime) -> bool:
    """Whether something could be sent now."""
    return connection.execute(_DUE_ENDPOINTS, {"now": now}).first() is not None


def add_test_delivery(connection: Connection, site_id: UUID, webhook_id: UUID, now: datetime) -> tuple[UUID, UUID]:
    """Write a delivery that is no event, to try an endpoint with; returns its id and that of what is sent."""
    ids = {"id": new_id(), "event_id": new_id()}
    connection.execute(_TEST, ids | {"site_id": site_id, "webhook_id": webhook_id, "now": now})
    return ids["id"], ids["event_id"]


def oldest_waiting_since(connection: Connection) -> datetime | None:
    """Since when the oldest delivery waits that is not delivered yet; None where all are."""
    oldest: datetime | None = connection.execute(text("SELECT min(waiting_since) FROM deliveries")).scalar_one()
    return oldest
