"""Erasing an author: every comment as `erase` does it, and then what is left of the reader. A few at a time."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from ombud.domain.ids import new_id
from ombud.observability.crash_points import crash_point
from ombud.pipeline.erase import erase
from ombud.storage.author_erasures import (
    AuthorErasure,
    author_digest,
    begin_erasure,
    latest_erasure,
    locked_erasure,
    unfinished_erasure,
    write_progress,
)
from ombud.storage.authors import forget_author, knows_author
from ombud.storage.comments import comments_of_author
from ombud.storage.reports import forget_reporter

COMMENTS_AT_ONCE = 20
"""Comments in one transaction: few, because the site's feed is locked until it commits."""

LEFT_ALONE = timedelta(seconds=60)
"""So long an erasure is left to the request that began it. After that the scheduler finishes it."""


def begin_author_erasure(connection: Connection, site_id: UUID, author_id: str, now: datetime) -> AuthorErasure | None:
    """Write down that an author is to be erased, so that it is done whatever fails; None for an unknown author.

    One that is under way goes on. Of an author who is gone already, the receipt is returned.
    """
    digest = author_digest(site_id, author_id)
    latest = latest_erasure(connection, site_id, digest)
    if latest is not None and latest.erased_at is None:
        return latest
    if not knows_author(connection, site_id, author_id):
        return latest
    erasure = AuthorErasure(new_id(), site_id, digest, author_id, now, None, {})
    begin_erasure(connection, erasure)
    return erasure


def erase_some(connection: Connection, erasure_id: UUID, now: datetime) -> AuthorErasure:
    """Erase the author's next comments; once there are none, all else, and `erased_at` is set."""
    erasure = locked_erasure(connection, erasure_id)
    if erasure.author_id is None:
        return erasure
    ids = comments_of_author(connection, erasure.site_id, erasure.author_id, now, COMMENTS_AT_ONCE)
    removed = Counter(erasure.removed)
    texts: list[str] = []
    for comment_id in ids:
        receipt = erase(connection, erasure.site_id, comment_id, now)
        removed += Counter({"comments": 1, **(receipt.removed if receipt else {})})
        texts += receipt.texts if receipt else ()
    finished = len(ids) < COMMENTS_AT_ONCE
    if finished:
        removed["authors"] += forget_author(connection, erasure.site_id, erasure.author_id)
        removed["reports"] += forget_reporter(connection, erasure.site_id, erasure.author_id)
    written = write_progress(connection, erasure, dict(removed), now if finished else None)
    crash_point("erase_author.before_commit")
    return replace(written, texts=tuple(texts))


def finish_an_erasure(connection: Connection, now: datetime) -> AuthorErasure | None:
    """Go on with the oldest erasure that its request left unfinished; None where there is none."""
    found = unfinished_erasure(connection, now - LEFT_ALONE)
    return None if found is None else erase_some(connection, found.id, now)
