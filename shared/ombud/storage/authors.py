"""Authors, known by the site's own ids, with counts of where their comments stand."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.orm import Mapped, mapped_column

from ombud.domain.comment import Status
from ombud.storage.schema import Base

COUNTED = (Status.APPROVED, Status.HELD, Status.REJECTED)


class AuthorRow(Base):
    """A reader who comments.

    `told_*` are the site's own counts; the others are ours, by the comments' present status.
    """

    __tablename__ = "authors"

    site_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    role: Mapped[str | None]
    registered_at: Mapped[datetime | None]
    first_seen_at: Mapped[datetime]
    approved_count: Mapped[int] = mapped_column(server_default="0")
    held_count: Mapped[int] = mapped_column(server_default="0")
    rejected_count: Mapped[int] = mapped_column(server_default="0")
    told_approved_count: Mapped[int | None]
    told_rejected_count: Mapped[int | None]


_COUNT = text("""
    UPDATE authors SET
        approved_count = approved_count + change.approved,
        held_count = held_count + change.held,
        rejected_count = rejected_count + change.rejected
    FROM unnest(
        CAST(:sites AS uuid[]), CAST(:ids AS text[]),
        CAST(:approved AS int[]), CAST(:held AS int[]), CAST(:rejected AS int[])
    ) AS change(site_id, id, approved, held, rejected)
    WHERE authors.site_id = change.site_id AND authors.id = change.id
""")

_LOCK = text("""
    SELECT 1 FROM authors
    WHERE (site_id, id) IN (SELECT * FROM unnest(CAST(:sites AS uuid[]), CAST(:ids AS text[])))
    ORDER BY site_id, id FOR NO KEY UPDATE
""")


# Locked in one order for everybody, as above.
_SINCE = text("""
    WITH earlier AS MATERIALIZED (
        SELECT authors.id, told.at
        FROM authors JOIN unnest(CAST(:ids AS text[]), CAST(:times AS timestamptz[])) AS told(id, at) USING (id)
        WHERE authors.site_id = :site_id AND authors.first_seen_at > told.at
        ORDER BY authors.id FOR NO KEY UPDATE OF authors
    )
    UPDATE authors SET first_seen_at = least(first_seen_at, earlier.at)
    FROM earlier WHERE authors.site_id = :site_id AND authors.id = earlier.id
""")


def count_statuses(connection: Connection, changes: Mapping[tuple[UUID, str], Mapping[Status, int]]) -> None:
    """Add to authors' counts; `changes` maps (site, author) to how many comments more stand at each status."""
    real = {who: by for who, by in changes.items() if any(by.get(status) for status in COUNTED)}
    if not real:
        return
    who = sorted(real)
    keys = {"sites": [site for site, _ in who], "ids": [author for _, author in who]}
    if len(who) > 1:  # one order for everybody, so that two batches cannot wait for each other
        connection.execute(_LOCK, keys)
    counts = {status.value: [real[author].get(status, 0) for author in who] for status in COUNTED}
    connection.execute(_COUNT, keys | counts)


def see_authors_since(connection: Connection, site_id: UUID, since: Mapping[str, datetime]) -> None:
    """Let authors be known from an earlier time on; `since` maps authors to times. A later time changes nothing."""
    if since:
        ids = sorted(since)
        connection.execute(_SINCE, {"site_id": site_id, "ids": ids, "times": [since[author] for author in ids]})


def knows_author(connection: Connection, site_id: UUID, author_id: str) -> bool:
    """Whether a site has anything of a reader: as an author or as a reporter."""
    known = text("""
        SELECT EXISTS (SELECT 1 FROM authors WHERE site_id = :site_id AND id = :id)
            OR EXISTS (SELECT 1 FROM comments WHERE site_id = :site_id AND author_id = :id)
            OR EXISTS (SELECT 1 FROM reports WHERE site_id = :site_id AND reporter_id = :id)
    """)
    return bool(connection.execute(known, {"site_id": site_id, "id": author_id}).scalar_one())


def forget_author(connection: Connection, site_id: UUID, author_id: str) -> int:
    """Remove an author of whom no comment is left; returns 0 or 1."""
    forgotten = text("""
        DELETE FROM authors WHERE site_id = :site_id AND id = :author_id
            AND NOT EXISTS (SELECT 1 FROM comments WHERE site_id = :site_id AND author_id = :author_id)
    """)
    return connection.execute(forgotten, {"site_id": site_id, "author_id": author_id}).rowcount
