"""Fill templates from lists of words, and join sentences as people do."""

import random
import re
from collections.abc import Mapping, Sequence
from typing import Final

Slots = Mapping[str, Sequence[str]]

_SLOT: Final = re.compile(r"\{(\w+)\}")
_BEFORE_VOWEL: Final = re.compile(r"\b([Aa])(?= (?:[aeio]|u(?!s|ni)))")
_MAY_BE_LOWERED: Final = frozenset({
    "a", "about", "all", "an", "and", "another", "any", "anybody", "anyone", "are", "as", "ask", "asking", "at",
    "attack", "because", "being", "both", "boycotts", "but", "by", "can", "charge", "children", "close", "could",
    "cyclists", "deliveries", "does", "drove", "enough", "even", "every", "everybody", "everyone", "food", "for",
    "four", "from", "give", "good", "half", "has", "have", "he", "her", "here", "his", "history", "how", "if", "in",
    "inheritance", "is", "it", "it's", "its", "killer", "killing", "landlords", "lending", "let", "like", "most",
    "my", "nine", "no", "nobody", "not", "objects", "oil", "one", "only", "our", "over", "people", "please",
    "postponing", "rather", "recycling", "rents", "rescue", "sanctions", "security", "set", "seventy", "she",
    "shooting", "so", "some", "somebody", "someone", "still", "taxing", "thank", "that", "that's", "the", "their",
    "there", "these", "they", "this", "those", "three", "to", "took", "traffic", "two", "visitors", "was", "we",
    "were", "what", "when", "where", "whether", "which", "who", "whoever", "why", "will", "with", "withdrawing",
    "without", "you", "young", "your",
})  # fmt: skip

EVERYDAY: Final[Slots] = {
    "years": ("three years", "ten years", "twelve years", "six years", "twenty years", "a decade", "eight years"),
    "relative": ("sister", "brother", "uncle", "aunt", "neighbour", "daughter", "son", "cousin", "grandmother", "mother-in-law"),
    "lately": ("last week", "this spring", "last month", "on Tuesday", "two weeks ago", "for most of the season"),
}  # fmt: skip
"""Words that every topic may use."""


def fill(template: str, slots: Slots, rng: random.Random) -> str:
    """Replace each `{slot}`, and the slots within the words chosen. `KeyError` for a slot that nobody knows."""

    def choose(match: re.Match[str]) -> str:
        name = match.group(1)
        words = slots[name] if name in slots else EVERYDAY[name]
        return fill(rng.choice(words), slots, rng)

    return _SLOT.sub(choose, template)


def sentence(template: str, slots: Slots, rng: random.Random) -> str:
    """Fill a template that begins with a capital letter."""
    text = _BEFORE_VOWEL.sub(r"\1n", fill(template, slots, rng))
    return text[:1].upper() + text[1:]


def continued(lead: str, text: str) -> str:
    """Put a few words before a sentence, which loses its capital where it may."""
    first = text.split(maxsplit=1)[0].strip(",.!?'").lower()
    return f"{lead} {text[:1].lower() + text[1:] if first in _MAY_BE_LOWERED else text}"
