"""What is known of an author at the moment a comment is judged: few queries for a whole batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

MOST_COUNTED = 200
"""Recent comments of one author that are looked at: enough for any rule, bounded for any flood."""


@dataclass(frozen=True, slots=True)
class AuthorHistory:
    """An author's record beside the comment that is judged. Counts never include later comments."""

    approved: int
    rejected: int
    held: int
    role: str | None
    known_since: datetime
    last_minute: int
    last_hour: int
    same_text_last_day: int


# A comment is as old as the site says, but no younger than its acceptance: what is imported or sent in arrears is no
# flood of today. A little below zero is the skew of requests that came together.
_HISTORIES = text("""
    SELECT comment.id, author.approved_count, author.rejected_count, author.held_count,
        author.told_approved_count, author.told_rejected_count, author.role,
        least(author.registered_at, author.first_seen_at) AS known_since,
        recent.last_minute, recent.last_hour, recent.same_text
    FROM comments AS comment
    JOIN authors AS author ON author.site_id = comment.site_id AND author.id = comment.author_id
    CROSS JOIN LATERAL (
        SELECT
            count(*) FILTER (WHERE other.age < interval '1 minute') AS last_minute,
            count(*) FILTER (WHERE other.age < interval '1 hour') AS last_hour,
            count(*) FILTER (
                WHERE other.id <> comment.id AND other.text_digest = comment.text_digest
                    AND other.age < interval '1 day'
            ) AS same_text
        FROM (
            SELECT earlier.id, earlier.text_digest,
                least(comment.created_at, comment.accepted_at) - least(earlier.created_at, earlier.accepted_at) AS age
            FROM comments AS earlier
            WHERE earlier.site_id = comment.site_id AND earlier.author_id = comment.author_id
                AND earlier.id <= comment.id
            ORDER BY earlier.id DESC LIMIT :most
        ) AS other
        WHERE other.age > interval '-1 minute'
    ) AS recent
    WHERE comment.id = ANY(:ids)
""")


def author_histories(connection: Connection, comment_ids: Sequence[UUID]) -> dict[UUID, AuthorHistory]:
    """Return the history of each comment's author, by comment. Comments without an author are missing."""
    rows = connection.execute(_HISTORIES, {"ids": list(comment_ids), "most": MOST_COUNTED})
    return {
        row.id: AuthorHistory(
            approved=max(row.approved_count, row.told_approved_count or 0),
            rejected=max(row.rejected_count, row.told_rejected_count or 0),
            held=row.held_count,
            role=row.role,
            known_since=row.known_since,
            last_minute=row.last_minute,
            last_hour=row.last_hour,
            same_text_last_day=row.same_text,
        )
        for row in rows
    }
