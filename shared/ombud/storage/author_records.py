"""All that is kept about one reader, table by table, a page at a time."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

NO_ID = UUID(int=0)

_AUTHOR = text("""
    SELECT id, name, role, registered_at, first_seen_at, approved_count, held_count, rejected_count,
        told_approved_count, told_rejected_count
    FROM authors WHERE site_id = :site_id AND id = :author_id
""")
_REPORTER = text("SELECT right_count, wrong_count FROM reporters WHERE site_id = :site_id AND id = :author_id")

_COMMENTS = text("""
    SELECT id, external_id, parent_external_id, article_id, language, client_ip, client_user_agent, status, revision,
        created_at, accepted_at, updated_at,
        (
            SELECT jsonb_agg(jsonb_build_object('revision', revision, 'text', text, 'created_at', created_at)
                ORDER BY revision)
            FROM revisions WHERE comment_id = comments.id
        ) AS revisions,
        (
            SELECT jsonb_agg(jsonb_build_object(
                'id', id, 'revision', revision, 'verdict', verdict, 'cause', cause, 'actor', actor_kind,
                'reasons', reasons, 'scores', scores, 'decided_at', decided_at) ORDER BY id)
            FROM decisions WHERE comment_id = comments.id
        ) AS decisions,
        (
            SELECT jsonb_agg(jsonb_build_object(
                'id', id, 'decision_id', decision_id, 'text', text, 'status', status, 'opened_at', opened_at,
                'decided_at', decided_at) ORDER BY id)
            FROM appeals WHERE comment_id = comments.id
        ) AS appeals
    FROM comments
    WHERE site_id = :site_id AND author_id = :author_id AND id > :after
    ORDER BY id LIMIT :limit
""")

_REPORTS = text("""
    SELECT id, comment_id, revision, reason, note, outcome, reported_at FROM reports
    WHERE site_id = :site_id AND reporter_id = :author_id AND id > :after
    ORDER BY id LIMIT :limit
""")


def author_row(connection: Connection, site_id: UUID, author_id: str) -> dict[str, Any] | None:
    """Return what is kept of the reader as an author, without comments; None where that is nothing."""
    row = connection.execute(_AUTHOR, {"site_id": site_id, "author_id": author_id}).one_or_none()
    return None if row is None else dict(row._mapping)


def reporter_row(connection: Connection, site_id: UUID, author_id: str) -> dict[str, Any] | None:
    """Return how the reader's reports came out; None where nothing is known."""
    row = connection.execute(_REPORTER, {"site_id": site_id, "author_id": author_id}).one_or_none()
    return None if row is None else dict(row._mapping)


def comments_by(connection: Connection, site_id: UUID, author_id: str, after: UUID, limit: int) -> list[dict[str, Any]]:
    """Return the reader's next comments after an id, each with its revisions, decisions and appeals."""
    told = {"site_id": site_id, "author_id": author_id, "after": after, "limit": limit}
    return [dict(row._mapping) for row in connection.execute(_COMMENTS, told)]


def reports_by(connection: Connection, site_id: UUID, author_id: str, after: UUID, limit: int) -> list[dict[str, Any]]:
    """Return the reader's next reports after an id."""
    told = {"site_id": site_id, "author_id": author_id, "after": after, "limit": limit}
    return [dict(row._mapping) for row in connection.execute(_REPORTS, told)]
