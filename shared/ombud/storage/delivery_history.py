"""Deliveries that have ended, and every attempt that was made. Written once; a redelivery takes the row back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import BigInteger, Connection, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from ombud.domain.deliveries import Attempt, DeliveryStatus
from ombud.domain.ids import first_id_at
from ombud.storage.schema import Base

MOST_AT_ONCE = 1000


class FinishedDeliveryRow(Base):
    """A delivery that was delivered, given up or cancelled."""

    __tablename__ = "finished_deliveries"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    webhook_id: Mapped[UUID]
    site_id: Mapped[UUID]
    event_id: Mapped[UUID]
    position: Mapped[int | None] = mapped_column(BigInteger)
    comment_id: Mapped[UUID | None] = mapped_column(index=True)
    created_at: Mapped[datetime]
    status: Mapped[str]
    finished_at: Mapped[datetime]

    __table_args__ = (Index("finished_deliveries_webhook_idx", "webhook_id", "id"),)


class AttemptRow(Base):
    """One attempt of a delivery. `answer` is the receiver's text: kept as data, hostile wherever it is shown."""

    __tablename__ = "delivery_attempts"

    delivery_id: Mapped[UUID] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    milliseconds: Mapped[int]
    status_code: Mapped[int | None]
    answer: Mapped[str]
    error: Mapped[str | None]


_ADD_ATTEMPTS = text("""
    INSERT INTO delivery_attempts (delivery_id, started_at, outcome, milliseconds, status_code, answer, error)
    SELECT delivery_id, started_at, outcome, milliseconds, status_code, answer, error
    FROM jsonb_to_recordset(CAST(:attempts AS jsonb)) AS made(
        delivery_id uuid, started_at timestamptz, outcome text, milliseconds int, status_code int, answer text,
        error text
    )
    ON CONFLICT DO NOTHING
""")

DELIVERY_COLUMNS = "id, webhook_id, site_id, event_id, position, comment_id, created_at"

_FINISH = text(f"""
    WITH gone AS (DELETE FROM deliveries WHERE id = ANY(:ids) RETURNING {DELIVERY_COLUMNS})
    INSERT INTO finished_deliveries ({DELIVERY_COLUMNS}, status, finished_at)
    SELECT {DELIVERY_COLUMNS}, :status, :now FROM gone
""")  # noqa: S608  put together from our own words

_BLANK_ANSWERS = text("""
    UPDATE delivery_attempts SET answer = '' WHERE answer <> '' AND delivery_id = ANY (ARRAY(
        SELECT id FROM finished_deliveries WHERE comment_id = :comment_id
        UNION ALL SELECT id FROM deliveries WHERE comment_id = :comment_id
    ))
""")

_FORGET = text("""
    WITH old AS (
        DELETE FROM finished_deliveries WHERE id = ANY (ARRAY(
            SELECT id FROM finished_deliveries WHERE id < :lowest AND finished_at < :before ORDER BY id LIMIT :most
        ))
        RETURNING id
    ),
    attempts AS (DELETE FROM delivery_attempts WHERE delivery_id = ANY (ARRAY(SELECT id FROM old)))
    SELECT count(*) FROM old
""")

_DROP = text("""
    WITH under_way AS (DELETE FROM deliveries WHERE webhook_id = :webhook_id RETURNING id),
    finished AS (DELETE FROM finished_deliveries WHERE webhook_id = :webhook_id RETURNING id),
    attempts AS (
        DELETE FROM delivery_attempts
        WHERE delivery_id = ANY (ARRAY(SELECT id FROM under_way UNION ALL SELECT id FROM finished))
    )
    SELECT count(*) FROM under_way
""")

_OF_DISABLED = text("""
    SELECT id FROM deliveries
    WHERE lease_token IS NULL AND webhook_id = ANY (ARRAY(SELECT id FROM webhooks WHERE disabled_at IS NOT NULL))
    LIMIT :most FOR UPDATE SKIP LOCKED
""")

_TOO_OLD = text("""
    SELECT id FROM deliveries
    WHERE lease_token IS NULL
        AND (waiting_since < :before OR NOT EXISTS (SELECT 1 FROM webhooks WHERE webhooks.id = deliveries.webhook_id))
    LIMIT :most FOR UPDATE SKIP LOCKED
""")


def add_attempts(connection: Connection, attempts: Sequence[tuple[UUID, Attempt]]) -> None:
    """Keep attempts, each with the id of its delivery."""
    rows = [
        {
            "delivery_id": delivery_id,
            "started_at": attempt.started_at,
            "outcome": attempt.outcome,
            "milliseconds": attempt.milliseconds,
            "status_code": attempt.status_code,
            "answer": attempt.answer,
            "error": attempt.error,
        }
        for delivery_id, attempt in attempts
    ]
    if rows:
        connection.execute(_ADD_ATTEMPTS, {"attempts": orjson.dumps(rows).decode()})


def finish_deliveries(connection: Connection, ids: Sequence[UUID], status: DeliveryStatus, now: datetime) -> int:
    """Let deliveries leave the hot table; returns how many did."""
    return connection.execute(_FINISH, {"ids": list(ids), "status": status, "now": now}).rowcount if ids else 0


def cancel_deliveries(connection: Connection, comment_id: UUID, now: datetime) -> int:
    """Cancel what is under way about a comment, whoever is sending it; returns how many."""
    ids = connection.execute(text("SELECT id FROM deliveries WHERE comment_id = :id FOR UPDATE"), {"id": comment_id})
    return finish_deliveries(connection, list(ids.scalars()), DeliveryStatus.CANCELLED, now)


def blank_answers(connection: Connection, comment_id: UUID) -> int:
    """Blank what receivers answered about a comment; returns of how many attempts."""
    return connection.execute(_BLANK_ANSWERS, {"comment_id": comment_id}).rowcount


def forget_finished(connection: Connection, before: datetime) -> int:
    """Forget deliveries that ended before a time, with their attempts; returns how many, at most 1,000."""
    wanted = {"lowest": first_id_at(before), "before": before, "most": MOST_AT_ONCE}
    return int(connection.execute(_FORGET, wanted).scalar_one())


def drop_deliveries(connection: Connection, webhook_id: UUID) -> int:
    """Forget everything of an endpoint; returns how many deliveries were still under way."""
    return int(connection.execute(_DROP, {"webhook_id": webhook_id}).scalar_one())


def bury_for_disabled(connection: Connection, now: datetime) -> int:
    """Give up what waits for endpoints that are sent nothing more; returns how many, at most 1,000."""
    ids = list(connection.execute(_OF_DISABLED, {"most": MOST_AT_ONCE}).scalars())
    return finish_deliveries(connection, ids, DeliveryStatus.DEAD, now)


def bury_too_old(connection: Connection, now: datetime, waiting_before: datetime) -> int:
    """Give up what has waited since before a time, or whose endpoint was deleted just as it was written."""
    ids = list(connection.execute(_TOO_OLD, {"before": waiting_before, "most": MOST_AT_ONCE}).scalars())
    return finish_deliveries(connection, ids, DeliveryStatus.DEAD, now)
