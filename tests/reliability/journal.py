"""What a website attempted, and what it was told: the one side of the comparison that the checker makes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from uuid import UUID

from tests.receiver import Received


@dataclass(slots=True)
class Journal:
    """Written before each request and after each answer, by any number of threads.

    Texts are unique: each names one comment, or one revision of it, whatever ids it gets.
    """

    attempted: set[str] = field(default_factory=set)
    """Texts that were sent at least once, whether answered or not."""
    accepted: dict[str, set[UUID]] = field(default_factory=dict)
    """First texts that were answered 2xx, with every id they were answered with: one, if all is well."""
    edited: dict[UUID, dict[int, str]] = field(default_factory=dict)
    """Edits that were answered 2xx: the text of each revision."""
    erasures_attempted: set[UUID] = field(default_factory=set)
    erased: set[UUID] = field(default_factory=set)
    """Erasures that were answered 200."""
    refused: dict[int, int] = field(default_factory=dict)
    """How many answers there were of each status that is not 2xx; 0 stands for none at all."""
    received: list[Received] | None = None
    """What the webhook's receiver got, in order; None where the site has no webhook."""
    feed: list[str] = field(default_factory=list)
    """Ids of the events that were read by following the feed, in order."""
    _lock: Lock = field(default_factory=Lock)

    def attempt(self, text: str) -> None:
        """Write down that a text is about to be sent."""
        with self._lock:
            self.attempted.add(text)

    def accept(self, text: str, comment: Mapping[str, Any]) -> None:
        """Write down that a comment was accepted."""
        with self._lock:
            self.accepted.setdefault(text, set()).add(UUID(comment["id"]))

    def edit(self, comment: Mapping[str, Any]) -> None:
        """Write down that an edit was accepted."""
        with self._lock:
            self.edited.setdefault(UUID(comment["id"]), {})[comment["revision"]] = comment["text"]

    def refuse(self, status: int) -> None:
        """Write down that a request was not served."""
        with self._lock:
            self.refused[status] = self.refused.get(status, 0) + 1

    @property
    def ids(self) -> set[UUID]:
        """Every comment that was accepted."""
        return set().union(*self.accepted.values()) if self.accepted else set()
