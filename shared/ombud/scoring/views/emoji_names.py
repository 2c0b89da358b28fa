"""Emoji read as their names, as a screen reader reads them: a model knows the words, not the pictures."""

from collections import Counter
from functools import lru_cache

MOST_TIMES = 3
"""A picture is named this often in a text: the fiftieth one says no more than the third."""

_SELECTOR = "\ufe0f"
_FIRST_INDICATOR, _LAST_INDICATOR = 0x1F1E6, 0x1F1FF
# Marks of typography rather than pictures; and those that are letters, which are read as letters.
_NOT_NAMED = frozenset("©®™‼⁉〰〽㊗㊙Ⓜℹ🅰🅱🅾🅿")
_SKIN_TONES = frozenset("🏻🏼🏽🏾🏿")


@lru_cache(maxsize=1)
def emoji_names() -> dict[str, str]:
    """Return the English names of all emoji that are one character, and of the flags of two. Read when first needed.

    Skin tones are left out: what somebody means by a picture does not depend on them.
    """
    from emoji import EMOJI_DATA

    names = {}
    for sequence, entry in EMOJI_DATA.items():
        picture = sequence.replace(_SELECTOR, "")
        if picture in _NOT_NAMED | _SKIN_TONES or not (len(picture) == 1 or is_flag(picture)):
            continue
        names[picture] = f" {entry['en'].strip(':').replace('_', ' ')} "
    return names


def is_indicator(character: str) -> bool:
    """Whether a character is a regional indicator, two of which make a flag."""
    return _FIRST_INDICATOR <= ord(character) <= _LAST_INDICATOR


def is_flag(picture: str) -> bool:
    """Whether a sequence is made like a flag."""
    return len(picture) == 2 and all(map(is_indicator, picture))


class Namer:
    """Names the emoji of one text."""

    def __init__(self) -> None:
        self._times: Counter[str] = Counter()

    def name(self, picture: str) -> str:
        """Return the name between spaces; a space alone once it was said `MOST_TIMES`."""
        self._times[picture] += 1
        return emoji_names()[picture] if self._times[picture] <= MOST_TIMES else " "
