"""Rejections as statements of reasons need them: the decision, and the bare facts about its comment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class Rejection:
    """A decision that rejected. The last three fields are for finding out that nothing of them is told."""

    decision_id: UUID
    decided_at: datetime
    actor_kind: str
    author_reasons: tuple[str, ...]
    policy_version: int | None
    found_by_machine: bool
    seen_before: bool
    """Whether readers could see the comment before: a removal, and no mere refusal."""
    created_at: datetime
    language: str | None
    author_id: str | None
    author_name: str | None
    text: str | None


# The machine found it where it rejected by itself, or had not approved what a person then rejected.
_COLUMNS = """
    decision.id AS decision_id, decision.decided_at, decision.actor_kind, decision.author_reasons,
    decision.policy_version,
    decision.actor_kind = 'machine' OR EXISTS (
        SELECT 1 FROM decisions AS earlier
        WHERE earlier.comment_id = decision.comment_id AND earlier.revision = decision.revision
            AND earlier.id < decision.id AND earlier.actor_kind = 'machine' AND earlier.verdict <> 'approve'
    ) AS found_by_machine,
    EXISTS (
        SELECT 1 FROM decisions AS earlier
        WHERE earlier.comment_id = decision.comment_id AND earlier.id < decision.id AND earlier.verdict = 'approve'
    ) AS seen_before,
    comments.created_at, comments.language, comments.author_id, authors.name AS author_name, revisions.text
    FROM decisions AS decision
    JOIN comments ON comments.id = decision.comment_id
    LEFT JOIN authors ON authors.site_id = comments.site_id AND authors.id = comments.author_id
    LEFT JOIN revisions ON revisions.comment_id = decision.comment_id AND revisions.revision = decision.revision
"""

_ONE = text(f"SELECT {_COLUMNS} WHERE decision.id = :decision_id AND decision.verdict = 'reject'")

# An appeal that was refused restricts nothing anew, and what was decided before Ombud was stated before Ombud.
_SINCE = text(f"""
    SELECT {_COLUMNS}
    WHERE decision.id > :after AND decision.decided_at >= :since AND decision.verdict = 'reject'
        AND decision.cause NOT IN ('history', 'appeal') AND comments.site_id = :site_id AND NOT comments.is_test
    ORDER BY decision.id LIMIT :limit
""")


def rejection(connection: Connection, decision_id: UUID) -> Rejection | None:
    """Return one decision, if it is one that rejected."""
    row = connection.execute(_ONE, {"decision_id": decision_id}).one_or_none()
    return None if row is None else _rejection(row)


def rejections_since(
    connection: Connection, site_id: UUID, since: datetime, after: UUID, limit: int
) -> list[Rejection]:
    """Return a site's next rejections after a decision's id, taken since a time, at most `limit`."""
    told: dict[str, Any] = {"site_id": site_id, "since": since, "after": after, "limit": limit}
    return [_rejection(row) for row in connection.execute(_SINCE, told)]


def _rejection(row: Any) -> Rejection:
    return Rejection(**{**row._mapping, "author_reasons": tuple(row.author_reasons)})
