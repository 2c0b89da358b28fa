"""What the API answers about a decision, taken or only asked for, with its evidence."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from ombud.domain.decision import ActorKind, Cause, Verdict
from ombud_api.v1.answer_base import Answer, may_be_absent

Score = Annotated[float, Field(ge=0, le=1)]


class Actor(Answer):
    """Who decided."""

    kind: ActorKind
    id: str | None = may_be_absent()
    """The site's or the desk's own id of a person; the machine has none."""


class Reason(Answer):
    """One entry of a decision's evidence. Every one that was found is here, not only the one that weighed most."""

    code: str = Field(examples=["threshold.toxicity"])
    """Stable, for programs: `threshold.<attribute>`, `rule.<name>` and others."""
    message: str
    """For people."""
    verdict: Verdict
    """What this reason by itself asks for."""
    attribute: str | None = may_be_absent()
    """The attribute that was scored."""
    score: float | None = may_be_absent()
    """What the model gave it, 0 to 1."""
    threshold: float | None = may_be_absent()
    """The value from which the policy says so."""
    view: str | None = may_be_absent()
    """Which reading of the text had that score: raw, normalised or de-obfuscated."""
    spans: list[Annotated[list[int], Field(min_length=2, max_length=2)]] | None = may_be_absent()
    """The pieces of the raw text that caused it: begin and end in Unicode code points, the end exclusive."""
    window: Annotated[list[int], Field(min_length=2, max_length=2)] | None = may_be_absent()
    """The piece of a long text that had that score, counted like the spans; absent where the text was read at once."""
    rule: str | None = may_be_absent()
    """The rule that fired."""


class Model(Answer):
    """A scoring model."""

    name: str
    version: str


class Decision(Answer):
    """A verdict on one revision, with its evidence. Decisions are never changed, only followed by others."""

    id: UUID
    revision: int
    """The revision that was decided on."""
    verdict: Verdict
    cause: Cause
    """Why it was taken: a revision's first decision, or what came up later."""
    actor: Actor
    reasons: list[Reason]
    """The severest first; empty where nothing speaks against the comment, and after erasure."""
    scores: dict[str, Score]
    """By attribute; empty where no model was asked, and after erasure."""
    model: Model | None
    """The model that scored; null where a person or another system decided."""
    policy_version: int | None
    """The number of the policy that was applied."""
    undoes: UUID | None = may_be_absent()
    """The decision that this one takes back."""
    decided_at: datetime


class Check(Answer):
    """What would be decided about a text."""

    verdict: Verdict
    reasons: list[Reason]
    scores: dict[str, Score]
    model: Model | None
    policy_version: int | None
