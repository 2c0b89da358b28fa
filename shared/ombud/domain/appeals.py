"""An appeal: an author's request to look at a rejection again. One for each decision."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class AppealStatus(StrEnum):
    """Where an appeal stands. One that was overtaken needs no answer: the comment was edited, erased or decided."""

    OPEN = "open"
    UPHELD = "upheld"
    """The rejection stands."""
    GRANTED = "granted"
    """The comment was approved."""
    OVERTAKEN = "overtaken"


class Outcome(StrEnum):
    """What can be decided on an appeal."""

    UPHOLD = "uphold"
    """The rejection stands."""
    GRANT = "grant"
    """The comment is approved."""


STATUS_OF_OUTCOME = {Outcome.UPHOLD: AppealStatus.UPHELD, Outcome.GRANT: AppealStatus.GRANTED}


@dataclass(frozen=True, slots=True)
class Appeal:
    """One appeal. `text` is None once it was erased; `answer_id` is the decision that was taken on it."""

    id: UUID
    site_id: UUID
    comment_id: UUID
    revision: int
    decision_id: UUID
    text: str | None
    status: AppealStatus
    opened_at: datetime
    decided_at: datetime | None = None
    answer_id: UUID | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the appeal as events tell it: without its text."""
        return {
            "id": self.id,
            "comment_id": self.comment_id,
            "revision": self.revision,
            "decision_id": self.decision_id,
            "status": self.status,
            "opened_at": self.opened_at,
            "decided_at": self.decided_at,
            "answer_id": self.answer_id,
        }
