"""Editing: a new revision, decided anew. Whatever is being decided about the old one no longer counts."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from sqlalchemy import Connection

from ombud.domain.comment import Act, Status, transition
from ombud.domain.decision import Cause
from ombud.domain.events import EventType
from ombud.domain.jobs import Lane, estimated_tokens
from ombud.observability.crash_points import crash_point
from ombud.pipeline.accept import text_digest
from ombud.pipeline.appeal import announce_decided, overtake_appeals
from ombud.pipeline.record import announce, count_moves
from ombud.storage.comments import StateChange, add_revision, lock_comments, revision_text, write_states
from ombud.storage.jobs import replace_job
from ombud.storage.sites import Site


class Edit(Enum):
    """What became of an edit."""

    REVISED = "revised"
    UNCHANGED = "unchanged"
    ERASED = "erased"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Edited:
    """An edit's outcome and the revision that the comment now has."""

    edit: Edit
    revision: int


def edit(connection: Connection, site: Site, comment_id: UUID, text: str, now: datetime) -> Edited:
    """Give a comment a new text. The same text makes no new revision; an erased comment takes none."""
    comment = lock_comments(connection, [comment_id]).get(comment_id)
    if comment is None or comment.site_id != site.id:
        return Edited(Edit.UNKNOWN, 0)
    if comment.state.status is Status.ERASED:
        return Edited(Edit.ERASED, comment.state.revision)
    if revision_text(connection, comment_id, comment.state.revision) == text:
        return Edited(Edit.UNCHANGED, comment.state.revision)
    overtaken = overtake_appeals(connection, comment_id, now)
    state = transition(comment.state, Act.EDIT)
    add_revision(connection, comment_id, state.revision, text, text_digest(text), now)
    replace_job(connection, comment_id, site.id, state.revision, Lane.LIVE, Cause.FIRST, estimated_tokens(text), now)
    write_states(connection, [StateChange(comment_id, state, comment.sequence + 1, comment.decision_id)], now)
    count_moves(connection, [(comment, state.status)])
    announce(connection, EventType.COMMENT_EDITED, {comment_id: comment.sequence + 1}, now)
    announce_decided(connection, overtaken, now)
    crash_point("edit.before_commit")
    return Edited(Edit.REVISED, state.revision)
