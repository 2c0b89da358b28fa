"""Sending again what has ended: a finished delivery goes back to those under way, with the id that it had."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, text

from ombud.domain.deliveries import DeliveryStatus
from ombud.domain.ids import first_id_at
from ombud.storage.delivery_history import DELIVERY_COLUMNS, MOST_AT_ONCE

CLOCKS_APART = timedelta(hours=1)
"""How far the clock of the ids may be from the database's."""

_AGAIN = f"""
    WITH again AS (DELETE FROM finished_deliveries WHERE id = ANY (ARRAY(%s)) RETURNING {DELIVERY_COLUMNS})
    INSERT INTO deliveries ({DELIVERY_COLUMNS}, waiting_since, due_at) SELECT {DELIVERY_COLUMNS}, :now, :now FROM again
"""  # noqa: S608

_REDELIVER_ONE = text(
    _AGAIN % "SELECT id FROM finished_deliveries WHERE id = :id AND webhook_id = :webhook_id FOR UPDATE SKIP LOCKED"
)

_REDELIVER = text(
    _AGAIN
    % """
    SELECT id FROM finished_deliveries
    WHERE webhook_id = :webhook_id AND id >= :lowest AND status = ANY(:statuses)
        AND created_at >= :since AND (CAST(:until AS timestamptz) IS NULL OR created_at < :until)
    ORDER BY id LIMIT :most FOR UPDATE SKIP LOCKED
"""
)


def redeliver_one(connection: Connection, webhook_id: UUID, delivery_id: UUID, now: datetime) -> bool:
    """Make one finished delivery due again, from the first attempt on; False where the endpoint has no such one."""
    wanted = {"webhook_id": webhook_id, "id": delivery_id, "now": now}
    return connection.execute(_REDELIVER_ONE, wanted).rowcount == 1


def redeliver(
    connection: Connection,
    webhook_id: UUID,
    statuses: Sequence[DeliveryStatus],
    now: datetime,
    *,
    since: datetime,
    until: datetime | None = None,
) -> int:
    """Make an endpoint's finished deliveries due again, from the first attempt on; returns how many, at most 1,000.

    `since` and `until` are about when the event happened.
    """
    wanted: Mapping[str, object] = {
        "webhook_id": webhook_id,
        "lowest": first_id_at(since - CLOCKS_APART),
        "statuses": list(statuses),
        "since": since,
        "until": until,
        "most": MOST_AT_ONCE,
        "now": now,
    }
    return connection.execute(_REDELIVER, wanted).rowcount
