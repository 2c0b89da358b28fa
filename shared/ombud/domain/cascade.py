"""What a cascade misses: counts of what the screen let through unseen, and of the sample that was scored all the same.

A comment is screened where the linear screen decides it alone, and sampled where the screen would have and the full
model decides for once. It is missed where the full model then holds or rejects it for its scores.
"""

from dataclasses import dataclass

from ombud.domain.interval import wilson

FEWEST_SAMPLES = 100
FEWEST_MISSES = 3
"""Fewer tell too little to turn a cascade off: looked at again and again, chance alone would do it in time."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of comments. `caught` are those that the screen did not let through and the full model's scores held."""

    screened: int = 0
    sampled: int = 0
    missed: int = 0
    caught: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.screened + other.screened,
            self.sampled + other.sampled,
            self.missed + other.missed,
            self.caught + other.caught,
        )


@dataclass(frozen=True, slots=True)
class MissedShare:
    """The share, 0-1, of all that the full model would hold that the screen let through, and its 95 % interval."""

    ratio: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.ratio:.2%} ({self.low:.2%} to {self.high:.2%})"


def missed_share(tally: Tally) -> MissedShare | None:
    """Estimate what a cascade misses; None while there is no sample.

    The sample tells which share of what passes the screen is missed. As that of all that passed it, what was missed is
    set against all that the full model holds, which is what a cascade promises something about.
    """
    if tally.sampled == 0:
        return None
    return MissedShare(
        _of_all_holds(tally, tally.missed / tally.sampled),
        *(_of_all_holds(tally, share) for share in wilson(tally.missed, tally.sampled)),
    )


def misses_too_much(tally: Tally, allowed: float) -> bool:
    """Whether a cascade should be turned off: even the lower end of the interval is above the allowed share, 0-1."""
    found = missed_share(tally)
    enough = tally.sampled >= FEWEST_SAMPLES and tally.missed >= FEWEST_MISSES
    return found is not None and enough and found.low > allowed


def _of_all_holds(tally: Tally, share_of_passed: float) -> float:
    missed = share_of_passed * (tally.screened + tally.sampled)
    return missed / (missed + tally.caught) if missed else 0.0
