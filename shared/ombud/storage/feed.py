"""The append-only feed of a site's events, without gaps: position order is commit order.

A reader who has seen position n will never find a new event at or before n, because a transaction takes its positions
from the site's row in `feeds` as its last statement and keeps that row locked until it commits. The same statement
writes a delivery for each webhook endpoint that wants the event.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import BigInteger, Connection, ForeignKey, insert, select, text
from sqlalchemy.orm import Mapped, mapped_column

from ombud.domain.events import NewEvent
from ombud.storage.schema import Base

MOST_EVENTS_PER_TRANSACTION = 500


class FeedRow(Base):
    """How far a site's feed has come."""

    __tablename__ = "feeds"

    site_id: Mapped[UUID] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)


class EventRow(Base):
    """One entry: what happened to which comment. `data` has no text and no author's name."""

    __tablename__ = "events"

    site_id: Mapped[UUID] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID]
    comment_id: Mapped[UUID] = mapped_column(index=True)
    sequence: Mapped[int]
    type: Mapped[str]
    created_at: Mapped[datetime]
    data: Mapped[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Event:
    """An event with its place in the feed."""

    id: UUID
    position: int
    sequence: int
    type: str
    created_at: datetime
    data: dict[str, Any]

    def as_told(self) -> dict[str, Any]:
        """Return the event as the feed and webhooks tell it."""
        return told_event(self.id, self.sequence, self.type, self.created_at, self.data)


def told_event(event_id: UUID, sequence: int, kind: str, timestamp: datetime, data: dict[str, Any]) -> dict[str, Any]:
    """Put an event into the one form in which sites see it."""
    return {"id": event_id, "sequence": sequence, "type": kind, "timestamp": timestamp, "data": data}


_APPEND = text("""
    WITH feed AS (
        UPDATE feeds SET position = position + :count WHERE site_id = :site_id RETURNING position
    ),
    appended AS (
        INSERT INTO events (site_id, position, id, comment_id, sequence, type, created_at, data)
        SELECT
            :site_id, feed.position - :count + new.ordinal, new.id, new.comment_id, new.sequence, new.type, :now,
            new.data
        FROM feed, jsonb_to_recordset(CAST(:events AS jsonb))
            AS new(ordinal int, id uuid, comment_id uuid, sequence int, type text, data jsonb)
        RETURNING position, id, comment_id, type
    )
    INSERT INTO deliveries (
        id, webhook_id, site_id, event_id, position, comment_id, created_at, waiting_since, due_at
    )
    SELECT
        uuidv7(), webhooks.id, :site_id, appended.id, appended.position, appended.comment_id, :now, :now, :now
    FROM appended JOIN webhooks
        ON webhooks.site_id = :site_id AND webhooks.disabled_at IS NULL
        AND (webhooks.events = '{}' OR appended.type = ANY(webhooks.events))
    ORDER BY appended.position
""")


_STRIP = text("""
    UPDATE events SET data = jsonb_set(
        data, '{comment}',
        (data -> 'comment') || '{"author": null, "language": null}' || CASE jsonb_typeof(data #> '{comment,decision}')
            WHEN 'object' THEN jsonb_build_object(
                'decision', (data #> '{comment,decision}') || '{"scores": {}, "reasons": []}'
            )
            ELSE '{}'
        END
    )
    WHERE comment_id = :comment_id AND data ? 'comment'
""")


def open_feed(connection: Connection, site_id: UUID) -> None:
    """Give a new site its feed."""
    connection.execute(insert(FeedRow).values(site_id=site_id, position=0))


def append_events(connection: Connection, events: Mapping[UUID, Sequence[NewEvent]], now: datetime) -> None:
    """Append each site's events in the order given. The last statements of a transaction: see the module's text."""
    for site_id in sorted(events):  # one order for everybody, so that two transactions cannot wait for each other
        new = [
            {
                "ordinal": ordinal,
                "id": event.id,
                "comment_id": event.comment_id,
                "sequence": event.sequence,
                "type": event.type,
                "data": event.data,
            }
            for ordinal, event in enumerate(events[site_id], start=1)
        ]
        if new:
            written = orjson.dumps(new, option=orjson.OPT_UTC_Z).decode()
            connection.execute(_APPEND, {"site_id": site_id, "count": len(new), "events": written, "now": now})


def events_after(connection: Connection, site_id: UUID, position: int, limit: int) -> list[Event]:
    """Return the next events after a position, at most `limit`."""
    rows = connection.execute(
        select(EventRow.id, EventRow.position, EventRow.sequence, EventRow.type, EventRow.created_at, EventRow.data)
        .where(EventRow.site_id == site_id, EventRow.position > position)
        .order_by(EventRow.position)
        .limit(limit)
    )
    return [Event(*row) for row in rows]


def feed_positions(connection: Connection, site_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How far each feed has come."""
    rows = connection.execute(select(FeedRow.site_id, FeedRow.position).where(FeedRow.site_id.in_(site_ids)))
    return {row.site_id: row.position for row in rows}


def strip_evidence(connection: Connection, comment_id: UUID) -> int:
    """Blank author, scores and reasons in the events of an erased comment; returns how many."""
    return connection.execute(_STRIP, {"comment_id": comment_id}).rowcount
