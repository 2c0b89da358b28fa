"""Entries of the append-only feed of a site."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID


class EventType(StrEnum):
    """What a site can be told."""

    COMMENT_DECIDED = "comment.decided"
    COMMENT_EDITED = "comment.edited"
    COMMENT_ERASED = "comment.erased"
    COMMENT_REPORTED = "comment.reported"
    APPEAL_OPENED = "appeal.opened"
    APPEAL_DECIDED = "appeal.decided"


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event before it has its place in the feed. `data` holds no text and no author's name."""

    id: UUID
    comment_id: UUID
    sequence: int
    type: EventType
    data: dict[str, Any]
