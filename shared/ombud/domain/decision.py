"""A decision: a verdict on one revision, with its evidence and its actor. Never changed, only followed by another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ombud.domain.scores import ModelIdentity, Span


class Verdict(StrEnum):
    """What a decision says."""

    APPROVE = "approve"
    HOLD = "hold"
    REJECT = "reject"


SEVERITY = {Verdict.APPROVE: 0, Verdict.HOLD: 1, Verdict.REJECT: 2}
"""Reject over hold over approve."""


def strictest(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the severest of some verdicts; approve where there is none."""
    return max(verdicts, key=SEVERITY.__getitem__, default=Verdict.APPROVE)


class Cause(StrEnum):
    """Why a decision was taken. Each revision has exactly one `first`, unless it was superseded before."""

    FIRST = "first"
    REPORT = "report"
    RESCORE = "rescore"
    REVIEW = "review"
    UNDO = "undo"
    APPEAL = "appeal"
    SITE = "site"
    HISTORY = "history"
    """Imported with the comment: decided elsewhere, before Ombud."""


class ActorKind(StrEnum):
    """Who decided."""

    MACHINE = "machine"
    MODERATOR = "moderator"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who decided; `id` is the site's or the desk's own id of a person, absent for the machine."""

    kind: ActorKind
    id: str | None = None

    def as_json(self) -> dict[str, str]:
        """Return the actor as the API and events show it."""
        return {"kind": self.kind.value, **({"id": self.id} if self.id else {})}


MACHINE = Actor(ActorKind.MACHINE)


@dataclass(frozen=True, slots=True)
class Reason:
    """One entry of a decision's evidence.

    `message` is for people. `spans` are the pieces of the raw text that caused the score; `window` is the piece that
    was given the score, where the text was too long to be read at once.
    """

    code: str
    message: str
    verdict: Verdict
    attribute: str | None = None
    score: float | None = None
    threshold: float | None = None
    view: str | None = None
    spans: tuple[Span, ...] = ()
    window: Span | None = None
    rule: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the reason as it is stored and shown: only what it has."""
        optional = {
            "attribute": self.attribute,
            "score": self.score,
            "threshold": self.threshold,
            "view": self.view,
            "spans": [list(span) for span in self.spans] or None,
            "window": None if self.window is None else list(self.window),
            "rule": self.rule,
        }
        present = {name: value for name, value in optional.items() if value is not None}
        return {"code": self.code, "message": self.message, "verdict": self.verdict.value, **present}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is decided about a text, before it is recorded: the verdict and all that is needed to replay it.

    `author_reasons` are the codes of what the author is told; they outlive erasure, which takes the reasons.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    scores: Mapping[str, float] = field(default_factory=dict)
    signals: Mapping[str, Any] = field(default_factory=dict)
    model: ModelIdentity | None = None
    policy_version: int | None = None
    normaliser_version: str | None = None
    author_reasons: tuple[str, ...] = ()
