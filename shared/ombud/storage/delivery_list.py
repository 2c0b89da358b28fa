"""An endpoint's deliveries as people look at them: under way and finished, newest first, with every attempt."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from ombud.domain.deliveries import DeliveryStatus


@dataclass(frozen=True, slots=True)
class ListedDelivery:
    """One delivery. A test is of the type `webhook.test` and of sequence 0; `attempts` are in order."""

    id: UUID
    event_id: UUID
    comment_id: UUID | None
    type: str
    sequence: int
    status: DeliveryStatus
    created_at: datetime
    next_attempt_at: datetime | None
    finished_at: datetime | None
    attempts: list[dict[str, Any]] = field(default_factory=list)


_LIST = text("""
    WITH listed AS (
        (
            SELECT id, site_id, event_id, position, comment_id, 'waiting' AS status, created_at,
                due_at AS next_attempt_at, NULL::timestamptz AS finished_at
            FROM deliveries
            WHERE webhook_id = :webhook_id AND (CAST(:before AS uuid) IS NULL OR id < :before)
                AND 'waiting' = ANY(:statuses)
            ORDER BY id DESC LIMIT :limit
        )
        UNION ALL
        (
            SELECT id, site_id, event_id, position, comment_id, status, created_at, NULL, finished_at
            FROM finished_deliveries
            WHERE webhook_id = :webhook_id AND (CAST(:before AS uuid) IS NULL OR id < :before)
                AND status = ANY(:statuses)
            ORDER BY id DESC LIMIT :limit
        )
    )
    SELECT listed.*, coalesce(events.type, 'webhook.test') AS type, coalesce(events.sequence, 0) AS sequence
    FROM listed LEFT JOIN events ON events.site_id = listed.site_id AND events.position = listed.position
    ORDER BY listed.id DESC LIMIT :limit
""")

_ATTEMPTS = text("""
    SELECT delivery_id, started_at, outcome, milliseconds, status_code, answer, error FROM delivery_attempts
    WHERE delivery_id = ANY(:ids) ORDER BY delivery_id, started_at
""")


def list_deliveries(
    connection: Connection, webhook_id: UUID, statuses: Sequence[DeliveryStatus], before: UUID | None, limit: int
) -> list[ListedDelivery]:
    """Return an endpoint's deliveries of some statuses, newest first, those before an id if one is given."""
    asked = {"webhook_id": webhook_id, "statuses": list(statuses), "before": before, "limit": limit}
    rows = list(connection.execute(_LIST, asked))
    attempts = _attempts(connection, [row.id for row in rows])
    return [
        ListedDelivery(
            id=row.id,
            event_id=row.event_id,
            comment_id=row.comment_id,
            type=row.type,
            sequence=row.sequence,
            status=DeliveryStatus(row.status),
            created_at=row.created_at,
            next_attempt_at=row.next_attempt_at,
            finished_at=row.finished_at,
            attempts=attempts[row.id],
        )
        for row in rows
    ]


def _attempts(connection: Connection, ids: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in connection.execute(_ATTEMPTS, {"ids": ids}):
        attempt = dict(row._mapping)
        found[attempt.pop("delivery_id")].append(attempt)
    return found
