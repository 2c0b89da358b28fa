"""Comments with all that a reader of the API sees: article, author, text of the present revision, latest decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, select
from sqlalchemy.orm import aliased

from ombud.domain.comment import CommentState, Status
from ombud.storage.articles import ArticleRow
from ombud.storage.authors import AuthorRow
from ombud.storage.comments import CommentRow, RevisionRow
from ombud.storage.decisions import DecisionRow


@dataclass(frozen=True, slots=True)
class WholeComment:
    """One comment, joined with what belongs to it. `decision` is the latest decision's row, if there is one."""

    id: UUID
    site_id: UUID
    external_id: str | None
    parent_external_id: str | None
    text: str | None
    approved_text: str | None
    """The text of the newest revision that was approved and may still be shown."""
    language: str | None
    state: CommentState
    sequence: int
    is_test: bool
    article: dict[str, Any]
    author: dict[str, Any] | None
    decision: dict[str, Any] | None
    created_at: datetime
    accepted_at: datetime
    updated_at: datetime


_DECISION_COLUMNS = (
    "id",
    "revision",
    "verdict",
    "cause",
    "actor_kind",
    "actor_id",
    "reasons",
    "scores",
    "model_name",
    "model_version",
    "policy_version",
    "undoes",
    "author_reasons",
    "decided_at",
)

_ARTICLE_COLUMNS = ("url", "title", "section", "tags", "published_at")

_APPROVED = aliased(RevisionRow)

_WHOLE = (
    select(
        CommentRow,
        RevisionRow.text,
        _APPROVED.text.label("approved_text"),
        *(getattr(ArticleRow, name).label(f"article_{name}") for name in _ARTICLE_COLUMNS),
        AuthorRow.name.label("author_name"),
        AuthorRow.role.label("author_role"),
        AuthorRow.registered_at.label("author_registered_at"),
        *(getattr(DecisionRow, name).label(f"latest_{name}") for name in _DECISION_COLUMNS),
    )
    .select_from(CommentRow)
    .outerjoin(RevisionRow, and_(RevisionRow.comment_id == CommentRow.id, RevisionRow.revision == CommentRow.revision))
    .outerjoin(
        _APPROVED, and_(_APPROVED.comment_id == CommentRow.id, _APPROVED.revision == CommentRow.approved_revision)
    )
    .outerjoin(ArticleRow, and_(ArticleRow.site_id == CommentRow.site_id, ArticleRow.id == CommentRow.article_id))
    .outerjoin(AuthorRow, and_(AuthorRow.site_id == CommentRow.site_id, AuthorRow.id == CommentRow.author_id))
    .outerjoin(DecisionRow, DecisionRow.id == CommentRow.decision_id)
)


def whole_comments(
    connection: Connection, *conditions: ColumnElement[bool], limit: int | None = None
) -> list[WholeComment]:
    """Comments that meet conditions on `CommentRow`, newest first."""
    statement = _WHOLE.where(*conditions).order_by(CommentRow.id.desc()).limit(limit)
    return [_whole(row._mapping) for row in connection.execute(statement)]


def whole_comment(connection: Connection, site_id: UUID, comment_id: UUID) -> WholeComment | None:
    """One comment of a site."""
    found = whole_comments(connection, CommentRow.site_id == site_id, CommentRow.id == comment_id)
    return found[0] if found else None


def whole_comments_by_id(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, WholeComment]:
    """Those comments, by id."""
    return {comment.id: comment for comment in whole_comments(connection, CommentRow.id.in_(ids))}


def comments_with_external_ids(
    connection: Connection, site_id: UUID, external_ids: Sequence[str]
) -> dict[str, WholeComment]:
    """Return the site's comments of those external ids, by external id."""
    found = whole_comments(connection, CommentRow.site_id == site_id, CommentRow.external_id.in_(external_ids))
    return {comment.external_id: comment for comment in found if comment.external_id is not None}


def _whole(row: Any) -> WholeComment:
    state = CommentState(
        Status(row["status"]),
        row["status_version"],
        row["revision"],
        row["approved_revision"],
        row["ever_shown"],
    )
    article = {"id": row["article_id"], **{name: row[f"article_{name}"] for name in _ARTICLE_COLUMNS}}
    author = {
        "id": row["author_id"],
        "name": row["author_name"],
        "role": row["author_role"],
        "registered_at": row["author_registered_at"],
    }
    return WholeComment(
        id=row["id"],
        site_id=row["site_id"],
        external_id=row["external_id"],
        parent_external_id=row["parent_external_id"],
        text=row["text"],
        approved_text=row["approved_text"],
        language=row["language"],
        state=state,
        sequence=row["sequence"],
        is_test=row["is_test"],
        article={name: value for name, value in article.items() if value is not None},
        author={name: value for name, value in author.items() if value is not None} if row["author_id"] else None,
        decision={name: row[f"latest_{name}"] for name in _DECISION_COLUMNS} if row["decision_id"] else None,
        created_at=row["created_at"],
        accepted_at=row["accepted_at"],
        updated_at=row["updated_at"],
    )
