"""Jobs: rows that say "this revision still wants a decision"."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

ATTEMPTS_ALLOWED = 3
"""Leases that a job may lose while it is claimed alone. After that its comment is held for a person."""

CODE_POINTS_PER_TOKEN = 4
"""Rough length of a token, for closing a batch before its texts are tokenised."""


class Lane(StrEnum):
    """Live comments go first; bulk work waits behind them."""

    LIVE = "live"
    BACKFILL = "backfill"


@dataclass(frozen=True, slots=True)
class Lease:
    """A worker's hold on a job. What it decides counts only while revision and token are still the job's own."""

    comment_id: UUID
    revision: int
    token: UUID
    lane: Lane
    attempts: int
    alone: bool


def estimated_tokens(text: str) -> int:
    """How much of a batch's budget a text takes; at least one token."""
    return max(1, len(text) // CODE_POINTS_PER_TOKEN)
