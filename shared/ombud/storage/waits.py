"""How long comments that were held waited for a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, text

MOST_LOOKED_AT = 1000
"""Decisions of people that are looked at: the newest, and enough for any quantile."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How many waits were looked at; half of them, and nine of ten, were at most that long."""

    count: int
    half: timedelta
    nine_in_ten: timedelta


_WAITS = text("""
    SELECT count(*) AS found,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY waited) AS half,
        percentile_cont(0.9) WITHIN GROUP (ORDER BY waited) AS nine_in_ten
    FROM (
        SELECT answer.decided_at - held.decided_at AS waited
        FROM decisions AS answer
        JOIN comments ON comments.id = answer.comment_id AND comments.site_id = :site_id AND NOT comments.is_test
        CROSS JOIN LATERAL (
            SELECT verdict, actor_kind, decided_at FROM decisions AS earlier
            WHERE earlier.comment_id = answer.comment_id AND earlier.revision = answer.revision
                AND earlier.id < answer.id
            ORDER BY earlier.id DESC LIMIT 1
        ) AS held
        WHERE answer.cause IN ('review', 'site') AND answer.decided_at > :since
            AND held.verdict = 'hold' AND held.actor_kind = 'machine'
        ORDER BY answer.decided_at DESC LIMIT :most
    ) AS waits
""")


def waits_for_people(connection: Connection, site_id: UUID, since: datetime) -> Waits | None:
    """Measure how long the site's held comments waited that people decided since a time; None where there is none."""
    row = connection.execute(_WAITS, {"site_id": site_id, "since": since, "most": MOST_LOOKED_AT}).one()
    return Waits(row.found, row.half, row.nine_in_ten) if row.found else None
