"""Writing accepted comments: article, author, comment, revision and job in one statement, for one comment or many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Connection

from ombud.domain.comment import CommentState
from ombud.domain.jobs import Lane
from ombud.storage.schema import one_line


@dataclass(frozen=True, slots=True)
class IncomingComment:
    """One comment as a site sent it, with the state that `transition()` gave it.

    `article` and `author` hold what the site told of them: absent fields leave what is known as it is.
    """

    id: UUID
    external_id: str | None
    parent_external_id: str | None
    text: str
    text_digest: bytes
    tokens: int
    language: str | None
    article: dict[str, Any]
    author: dict[str, Any]
    client_ip: str | None
    client_user_agent: str | None
    is_test: bool
    created_at: datetime | None
    state: CommentState
    wants_job: bool
    decision_id: UUID | None = None


# A comment that is refused or known already tells nothing of its article and author, an erased one least: hence
# `stored`. Of articles and authors only what is new or told anew is written: comments on one hot article would
# otherwise queue for its row's lock. OFFSET 0 keeps their look-up by key: as a join, all of a site's authors would be
# read.
_INSERT = one_line("""
    WITH incoming AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(CAST(:comments AS jsonb)) AS sent(
            ordinal int, id uuid, external_id text, parent_external_id text, text text, text_digest text, tokens int,
            language text, client_ip text, client_user_agent text, is_test boolean, created_at timestamptz,
            status text, status_version int, approved_revision int, ever_shown boolean, wants_job boolean,
            decision_id uuid, article_id text, url text, title text, section text, tags text[],
            published_at timestamptz, author_id text, name text, role text, registered_at timestamptz,
            approved_count int, rejected_count int
        )
    ),
    comment AS (
        INSERT INTO comments (
            id, site_id, external_id, parent_external_id, article_id, author_id, language, client_ip,
            client_user_agent, is_test, text_digest, status, status_version, revision, approved_revision, ever_shown,
            sequence, decision_id, created_at, accepted_at, updated_at
        )
        SELECT
            id, :site_id, external_id, parent_external_id, article_id, author_id, language, client_ip,
            client_user_agent, is_test, decode(text_digest, 'hex'), status, status_version, 1, approved_revision,
            ever_shown, 0, decision_id, coalesce(created_at, now()), now(), now()
        FROM incoming ORDER BY external_id, ordinal
        ON CONFLICT (site_id, external_id) DO NOTHING
        RETURNING id
    ),
    stored AS MATERIALIZED (
        SELECT incoming.* FROM incoming JOIN comment USING (id)
    ),
    article AS (
        INSERT INTO articles (site_id, id, url, title, section, tags, published_at)
        SELECT DISTINCT ON (article_id)
            :site_id, article_id, stored.url, stored.title, stored.section, stored.tags, stored.published_at
        FROM stored
        LEFT JOIN LATERAL (
            SELECT * FROM articles WHERE site_id = :site_id AND id = stored.article_id OFFSET 0
        ) AS known ON true
        WHERE known.id IS NULL
            OR (known.url, known.title, known.section, known.tags, known.published_at) IS DISTINCT FROM (
                coalesce(stored.url, known.url), coalesce(stored.title, known.title),
                coalesce(stored.section, known.section), coalesce(stored.tags, known.tags),
                coalesce(stored.published_at, known.published_at)
            )
        ORDER BY article_id, ordinal DESC
        ON CONFLICT (site_id, id) DO UPDATE SET
            url = coalesce(excluded.url, articles.url),
            title = coalesce(excluded.title, articles.title),
            section = coalesce(excluded.section, articles.section),
            tags = coalesce(excluded.tags, articles.tags),
            published_at = coalesce(excluded.published_at, articles.published_at)
    ),
    author AS (
        INSERT INTO authors (
            site_id, id, name, role, registered_at, first_seen_at, told_approved_count, told_rejected_count
        )
        SELECT DISTINCT ON (author_id)
            :site_id, author_id, stored.name, stored.role, stored.registered_at,
            coalesce(created_at, now()), stored.approved_count, stored.rejected_count
        FROM stored
        LEFT JOIN LATERAL (
            SELECT * FROM authors WHERE site_id = :site_id AND id = stored.author_id OFFSET 0
        ) AS known ON true
        WHERE known.id IS NULL
            OR (known.name, known.role, known.registered_at, known.told_approved_count, known.told_rejected_count)
            IS DISTINCT FROM (
                coalesce(stored.name, known.name), coalesce(stored.role, known.role),
                coalesce(stored.registered_at, known.registered_at),
                coalesce(stored.approved_count, known.told_approved_count),
                coalesce(stored.rejected_count, known.told_rejected_count)
            )
        ORDER BY author_id, ordinal DESC
        ON CONFLICT (site_id, id) DO UPDATE SET
            name = coalesce(excluded.name, authors.name),
            role = coalesce(excluded.role, authors.role),
            registered_at = coalesce(excluded.registered_at, authors.registered_at),
            told_approved_count = coalesce(excluded.told_approved_count, authors.told_approved_count),
            told_rejected_count = coalesce(excluded.told_rejected_count, authors.told_rejected_count)
    ),
    revision AS (
        INSERT INTO revisions (comment_id, revision, text, created_at)
        SELECT id, 1, stored.text, coalesce(stored.created_at, now()) FROM stored
    ),
    job AS (
        INSERT INTO jobs (comment_id, site_id, revision, lane, cause, tokens, due_at, waiting_since)
        SELECT id, :site_id, 1, :lane, 'first', tokens, now(), now()
        FROM stored WHERE wants_job
    )
    SELECT id, now() AS now FROM comment
""")


def insert_comments(
    connection: Connection, site_id: UUID, comments: Sequence[IncomingComment], lane: Lane
) -> dict[UUID, datetime]:
    """Store comments, all or none; returns when those were stored that are new, by id.

    The others have an external id that the site used before.
    """
    rows = [_row(ordinal, comment) for ordinal, comment in enumerate(comments)]
    inserted = connection.execute(_INSERT, {"comments": orjson.dumps(rows).decode(), "site_id": site_id, "lane": lane})
    return {row.id: row.now for row in inserted}


def _row(ordinal: int, comment: IncomingComment) -> dict[str, Any]:
    return {
        "ordinal": ordinal,
        "id": comment.id,
        "external_id": comment.external_id,
        "parent_external_id": comment.parent_external_id,
        "text": comment.text,
        "text_digest": comment.text_digest.hex(),
        "tokens": comment.tokens,
        "language": comment.language,
        "client_ip": comment.client_ip,
        "client_user_agent": comment.client_user_agent,
        "is_test": comment.is_test,
        "created_at": comment.created_at,
        "status": comment.state.status,
        "status_version": comment.state.status_version,
        "approved_revision": comment.state.approved_revision,
        "ever_shown": comment.state.ever_shown,
        "wants_job": comment.wants_job,
        "decision_id": comment.decision_id,
        "article_id": comment.article["id"],
        **{name: comment.article.get(name) for name in ("url", "title", "section", "tags", "published_at")},
        "author_id": comment.author["id"],
        **{
            name: comment.author.get(name)
            for name in ("name", "role", "registered_at", "approved_count", "rejected_count")
        },
    }
