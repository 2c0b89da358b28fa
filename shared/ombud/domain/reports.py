"""A report: one reader's word that somebody should look at a comment, and how much that word weighs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Report:
    """A reader's report of one revision. The reporter's id is in no event."""

    id: UUID
    comment_id: UUID
    revision: int
    reason: str
    reported_at: datetime

    def as_json(self) -> dict[str, Any]:
        """Return the report as answers and events tell it: without reporter and note."""
        return {
            "id": self.id,
            "comment_id": self.comment_id,
            "revision": self.revision,
            "reason": self.reason,
            "reported_at": self.reported_at,
        }


@dataclass(frozen=True, slots=True)
class Record:
    """How a reporter's earlier reports came out, by the decisions of people."""

    right: int
    wrong: int


NEWCOMER = Record(0, 0)


@dataclass(frozen=True, slots=True)
class MutingRule:
    """From how many settled reports on a reporter can be muted, and below which share of right ones."""

    settled: int
    right_share: float

    def mutes(self, record: Record) -> bool:
        """Whether the reports of somebody with this record no longer count."""
        settled = record.right + record.wrong
        return settled >= self.settled and record.right < self.right_share * settled
