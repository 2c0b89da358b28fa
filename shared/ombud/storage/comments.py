"""Comments and their revisions: reading one, and writing what `transition()` made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import Connection, Index, select, text
from sqlalchemy.orm import Mapped, mapped_column

from ombud.domain.comment import CommentState, Status
from ombud.storage.schema import Base


class CommentRow(Base):
    """A reader's comment as it stands now. Its texts are in `revisions`.

    Nothing that one statement writes together has foreign keys: comment, article, author, revision and job. Each key
    would lock a row once more for every comment, and that of the site for all comments at once.
    """

    __tablename__ = "comments"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    site_id: Mapped[UUID]
    external_id: Mapped[str | None]
    parent_external_id: Mapped[str | None]
    article_id: Mapped[str]
    author_id: Mapped[str | None]
    language: Mapped[str | None]
    client_ip: Mapped[str | None]
    client_user_agent: Mapped[str | None]
    is_test: Mapped[bool]
    text_digest: Mapped[bytes | None]
    status: Mapped[str]
    status_version: Mapped[int]
    revision: Mapped[int]
    approved_revision: Mapped[int | None]
    ever_shown: Mapped[bool]
    sequence: Mapped[int]
    decision_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    accepted_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        Index("comments_external_id_key", "site_id", "external_id", unique=True),
        Index("comments_site_idx", "site_id", "id"),
        Index("comments_article_idx", "site_id", "article_id", "id"),
        Index("comments_author_idx", "site_id", "author_id", "id"),
        # What retention looks for: the addresses and the rejected texts that are still there.
        Index(
            "comments_client_idx",
            "site_id",
            "accepted_at",
            postgresql_where=text("client_ip IS NOT NULL OR client_user_agent IS NOT NULL"),
        ),
        Index(
            "comments_rejected_text_idx",
            "site_id",
            "updated_at",
            postgresql_where=text("status = 'rejected' AND text_digest IS NOT NULL"),
        ),
        Index("comments_unapproved_idx", "site_id", "status", "id", postgresql_where=text("status <> 'approved'")),
    )


class RevisionRow(Base):
    """One numbered version of a comment's text; NULL after erasure."""

    __tablename__ = "revisions"

    comment_id: Mapped[UUID] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str | None]
    created_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class StateChange:
    """What `transition()` made of one comment, ready to be written."""

    comment_id: UUID
    state: CommentState
    sequence: int
    decision_id: UUID | None


@dataclass(frozen=True, slots=True)
class LockedComment:
    """A comment whose row is locked until the transaction ends."""

    id: UUID
    site_id: UUID
    author_id: str | None
    sequence: int
    decision_id: UUID | None
    is_test: bool
    state: CommentState


_WRITE_STATES = text("""
    UPDATE comments SET
        status = new.status, status_version = new.status_version, revision = new.revision,
        approved_revision = new.approved_revision, ever_shown = new.ever_shown,
        sequence = new.sequence, decision_id = new.decision_id, updated_at = :now
    FROM jsonb_to_recordset(CAST(:changes AS jsonb)) AS new(
        id uuid, status text, status_version int, revision int, approved_revision int, ever_shown boolean,
        sequence int, decision_id uuid
    )
    WHERE comments.id = new.id
""")


def lock_comments(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, LockedComment]:
    """Lock comments in the order of their ids, one order for everybody; those that do not exist are missing."""
    rows = connection.execute(
        select(
            CommentRow.id,
            CommentRow.site_id,
            CommentRow.author_id,
            CommentRow.sequence,
            CommentRow.decision_id,
            CommentRow.is_test,
            CommentRow.status,
            CommentRow.status_version,
            CommentRow.revision,
            CommentRow.approved_revision,
            CommentRow.ever_shown,
        )
        .where(CommentRow.id.in_(ids))
        .order_by(CommentRow.id)
        .with_for_update(key_share=True)
    )
    return {
        row.id: LockedComment(
            row.id,
            row.site_id,
            row.author_id,
            row.sequence,
            row.decision_id,
            row.is_test,
            CommentState(Status(row.status), row.status_version, row.revision, row.approved_revision, row.ever_shown),
        )
        for row in rows
    }


def write_states(connection: Connection, changes: Sequence[StateChange], now: datetime) -> None:
    """Write what `transition()` said, for comments that the caller has locked."""
    new = [
        {
            "id": change.comment_id,
            "status": change.state.status,
            "status_version": change.state.status_version,
            "revision": change.state.revision,
            "approved_revision": change.state.approved_revision,
            "ever_shown": change.state.ever_shown,
            "sequence": change.sequence,
            "decision_id": change.decision_id,
        }
        for change in changes
    ]
    connection.execute(_WRITE_STATES, {"changes": orjson.dumps(new).decode(), "now": now})


def raise_sequence(connection: Connection, comment_id: UUID) -> int:
    """Count one more event of a locked comment; returns its sequence."""
    raised = text("UPDATE comments SET sequence = sequence + 1 WHERE id = :id RETURNING sequence")
    return int(connection.execute(raised, {"id": comment_id}).scalar_one())


def add_revision(
    connection: Connection, comment_id: UUID, revision: int, new_text: str, digest: bytes, now: datetime
) -> None:
    """Store a new version of a locked comment's text."""
    connection.execute(
        text("INSERT INTO revisions (comment_id, revision, text, created_at) VALUES (:id, :revision, :text, :now)"),
        {"id": comment_id, "revision": revision, "text": new_text, "now": now},
    )
    connection.execute(
        text("UPDATE comments SET text_digest = :digest WHERE id = :id"), {"id": comment_id, "digest": digest}
    )


def revision_text(connection: Connection, comment_id: UUID, revision: int) -> str | None:
    """Return the text of one revision; None where it was erased."""
    return connection.execute(
        select(RevisionRow.text).where(RevisionRow.comment_id == comment_id, RevisionRow.revision == revision)
    ).scalar_one_or_none()


def comments_of_author(connection: Connection, site_id: UUID, author_id: str, until: datetime, most: int) -> list[UUID]:
    """Return the oldest comments of an author that were accepted until a time, at most `most`."""
    return list(
        connection.execute(
            select(CommentRow.id)
            .where(CommentRow.site_id == site_id, CommentRow.author_id == author_id, CommentRow.accepted_at <= until)
            .order_by(CommentRow.id)
            .limit(most)
        ).scalars()
    )


def all_texts(connection: Connection, comment_id: UUID) -> list[str]:
    """Return the texts of all of a comment's revisions that were not erased."""
    texts = select(RevisionRow.text).where(RevisionRow.comment_id == comment_id, RevisionRow.text.is_not(None))
    return [text for text in connection.execute(texts).scalars() if text is not None]


def erase_texts(connection: Connection, comment_id: UUID) -> int:
    """Blank every text and all that leads to the author; returns how many revisions had a text."""
    removed = connection.execute(
        text("UPDATE revisions SET text = NULL WHERE comment_id = :id AND text IS NOT NULL"), {"id": comment_id}
    ).rowcount
    connection.execute(
        text("""
            UPDATE comments SET author_id = NULL, client_ip = NULL, client_user_agent = NULL, text_digest = NULL,
                language = NULL
            WHERE id = :id
        """),
        {"id": comment_id},
    )
    return removed
