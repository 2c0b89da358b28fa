"""A statement of reasons: what the EU's Digital Services Act (Article 17) has a site tell the author of a rejection."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ombud.domain.author_reasons import ReasonCode

ILLEGAL = frozenset({ReasonCode.LEGAL.value})
"""Reasons that rest on the law. All others rest on the site's own rules."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What was restricted, on which ground, by which facts and means, where, and what can be done about it.

    `ground` and `explanation` are the site's words; nothing here is by or about a person. `removed` says that readers
    had seen the comment; otherwise it was never shown.
    """

    decision_id: UUID
    decided_at: datetime
    reasons: tuple[str, ...]
    removed: bool
    ground: str
    explanation: str
    facts: str
    automated_detection: bool
    automated_decision: bool
    territory: tuple[str, ...]
    redress: str
    content_date: date
    language: str | None

    @property
    def illegal(self) -> bool:
        """Whether the ground is the law, and not only the site's rules."""
        return not ILLEGAL.isdisjoint(self.reasons)

    def as_json(self) -> dict[str, Any]:
        """Return what the author reads of it."""
        return {
            "decision_id": self.decision_id,
            "decided_at": self.decided_at,
            "restriction": "removed" if self.removed else "not_published",
            "ground": {"kind": "law" if self.illegal else "rules", "reference": self.ground},
            "explanation": self.explanation,
            "facts": self.facts,
            "automated_detection": self.automated_detection,
            "automated_decision": self.automated_decision,
            "territory": list(self.territory),
            "redress": self.redress,
        }
