"""The parts of the policy file that verdicts are made of: thresholds, rules, and what differs by section or article."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from ombud.domain.decision import Verdict
from ombud.policy.field_types import Name, Part, Score


class Bands(Part):
    """Two bands of one attribute: from `hold` on a person looks, from `reject` on the comment is refused."""

    hold: Score | None = None
    reject: Score | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "Bands":
        if self.hold is not None and self.reject is not None and self.hold > self.reject:
            raise ValueError(f"hold ({self.hold}) must not be above reject ({self.reject})")
        return self


def known_verdict(value: object) -> object:
    """Turn a verdict's name into it; anything else is left for the type to refuse."""
    return Verdict(value) if isinstance(value, str) and value in tuple(Verdict) else value


class Rule(Part):
    """A named, described condition over signals with a verdict.

    `description` is what moderators read when it fires; without one they read its name. `shadow` rules are recorded
    and decide nothing; none applies from `until` on. `weight` (0-1) is how much a hit adds to the rank of a held
    comment, `urgent` puts it first; `daily_cap` is how many comments a day the rule may reject before it only holds.
    `reason` is what the author is told of a rejection by this rule: the code of one of the reasons.
    """

    name: Name
    description: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    when: str
    verdict: Verdict
    reason: Name | None = None
    weight: Score = 0.5
    tags: tuple[Name, ...] = ()
    until: datetime | None = None
    daily_cap: Annotated[int, Field(strict=True, ge=1)] | None = None
    urgent: bool = False
    shadow: bool = False

    _verdict = field_validator("verdict", mode="before")(known_verdict)

    @field_validator("until")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("needs a time zone, such as 2026-12-31T00:00:00Z")
        return value


class Section(Part):
    """What differs for a section or an article. `default: hold` lets every comment there wait for a person."""

    thresholds: Mapping[str, Bands] = Field(default_factory=dict)
    default: Literal["hold"] | None = None


class Example(Part):
    """A text and the verdict that the newsroom wants for it: tried whenever the policy is checked."""

    text: Annotated[str, Field(min_length=1, max_length=10_000)]
    verdict: Verdict
    section: str | None = None

    _verdict = field_validator("verdict", mode="before")(known_verdict)
