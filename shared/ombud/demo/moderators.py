"""Three simulated moderators, who decide by what a comment really is, and do not always agree."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ombud.demo.kinds import Kind
from ombud.domain.decision import Verdict


@dataclass(frozen=True, slots=True)
class Moderator:
    """One simulated moderator."""

    email: str
    name: str
    leniency: float
    """Added to the chance that a comment of a doubtful kind is approved."""
    median_minutes: float
    """How long a comment usually waits for this moderator."""
    share: float
    """Of all decisions."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a moderator decided."""

    moderator: Moderator
    verdict: Verdict
    reason: str | None
    """A reason code for rejections: abuse, threat, hate, spam, personal-details or coordinated."""
    latency_minutes: int


MODERATORS: Final = (
    Moderator("nadia.brandt@example.com", "Nadia Brandt", 0.0, 14, 0.45),
    Moderator("teo.quill@example.com", "Teo Quill", 0.08, 32, 0.35),
    Moderator("wren.okafor@example.com", "Wren Okafor", -0.07, 9, 0.2),
)
_APPROVED: Final[Mapping[Kind, float]] = {
    Kind.CIVIL: 0.985,
    Kind.HEATED: 0.87,
    Kind.INSULTING: 0.11,
    Kind.THREATENING: 0.02,
    Kind.SPAM: 0.01,
    Kind.HATEFUL: 0.02,
    Kind.OBFUSCATED: 0.07,
    Kind.PERSONAL_DETAILS: 0.12,
    Kind.BRIGADE: 0.15,
}
"""The share that a moderator of no particular leniency approves."""
_REASONS: Final[Mapping[Kind, str]] = {
    Kind.CIVIL: "abuse",
    Kind.HEATED: "abuse",
    Kind.INSULTING: "abuse",
    Kind.THREATENING: "threat",
    Kind.SPAM: "spam",
    Kind.HATEFUL: "hate",
    Kind.OBFUSCATED: "abuse",
    Kind.PERSONAL_DETAILS: "personal-details",
    Kind.BRIGADE: "coordinated",
}
_DOUBTFUL: Final = frozenset({Kind.HEATED, Kind.INSULTING, Kind.OBFUSCATED, Kind.PERSONAL_DETAILS, Kind.BRIGADE})


def simulated_moderator(comment_kind: Kind, rng: random.Random) -> Ruling:
    """Decide on a held or reported comment of a kind, as one of the three would."""
    moderator = rng.choices(MODERATORS, weights=[moderator.share for moderator in MODERATORS])[0]
    chance = _APPROVED[comment_kind] + (moderator.leniency if comment_kind in _DOUBTFUL else 0.0)
    approved = rng.random() < chance
    return Ruling(
        moderator=moderator,
        verdict=Verdict.APPROVE if approved else Verdict.REJECT,
        reason=None if approved else _REASONS[comment_kind],
        latency_minutes=max(1, round(rng.lognormvariate(0.0, 0.8) * moderator.median_minutes)),
    )
