"""Which comments readers report, why, and how soon."""

import random
from collections.abc import Mapping, Sequence
from typing import Final

from ombud.demo.kinds import Kind
from ombud.demo.readers import Reader

_CHANCE: Final[Mapping[Kind, float]] = {
    Kind.CIVIL: 0.006,
    Kind.HEATED: 0.05,
    Kind.INSULTING: 0.3,
    Kind.THREATENING: 0.5,
    Kind.SPAM: 0.4,
    Kind.HATEFUL: 0.5,
    Kind.OBFUSCATED: 0.3,
    Kind.PERSONAL_DETAILS: 0.3,
    Kind.BRIGADE: 0.2,
}
_REASONS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.CIVIL: ("I disagree with this.", "off topic", "He always writes this."),
    Kind.HEATED: ("rude", "Calm down please.", "off topic", "shouting"),
    Kind.INSULTING: ("insult", "abuse", "This is about me.", "personal attack"),
    Kind.THREATENING: ("threat", "This frightens me.", "calls for violence"),
    Kind.SPAM: ("spam", "advertising", "scam link"),
    Kind.HATEFUL: ("hate", "racist", "attacks people for what they are"),
    Kind.OBFUSCATED: ("insult", "abuse", "dodges your filter"),
    Kind.PERSONAL_DETAILS: ("private address", "personal details", "That is my number!"),
    Kind.BRIGADE: ("spam", "The same text again and again.", "These are all new accounts."),
}


def reports_on(
    kind: Kind, author_id: str, readers: Sequence[Reader], at_most_minutes: int, rng: random.Random
) -> tuple[tuple[str, str, int], ...]:
    """Make (reporter's id, reason, minutes after) in order of time: no reporter twice, and never the author."""
    if at_most_minutes < 2 or rng.random() >= _CHANCE[kind]:
        return ()
    reporters = [
        reader for reader in rng.sample(readers, rng.choice((1, 1, 1, 2, 2, 3, 5)) + 1) if reader.id != author_id
    ]
    found = [
        (reader.id, rng.choice(_REASONS[kind]), min(at_most_minutes - 1, 1 + int(rng.expovariate(1 / 45))))
        for reader in reporters[:-1] or reporters
    ]
    return tuple(sorted(found, key=lambda report: report[2]))
