"""Making any text that another protocol allows into texts that the engine can read."""

import re
from functools import cache

from ombud.domain.limits import LONGEST_TEXT, MOST_COMBINING_MARKS, ranges_of_categories

_OVERLAP = 500

_UNREADABLE = re.compile(r"[\x00\ud800-\udfff]")


@cache
def _marks_beyond() -> re.Pattern[str]:
    # Made when first needed: it looks at every code point there is, and most doors are never opened.
    mark = ranges_of_categories(("Mn", "Me"))
    return re.compile(f"([{mark}]{{{MOST_COMBINING_MARKS}}})[{mark}]+")


def readable(text: str) -> str:
    """Return the text without what the engine does not take: U+0000, halves of characters, towers of marks."""
    clean = _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    return clean if clean.isascii() else _marks_beyond().sub(r"\1", clean)


def readable_pieces(text: str) -> list[str]:
    """Return the text as overlapping pieces of at most 10,000 code points: nothing of a long one goes unread."""
    clean = readable(text)
    last = max(len(clean) - _OVERLAP, 1)
    return [clean[begin : begin + LONGEST_TEXT] for begin in range(0, last, LONGEST_TEXT - _OVERLAP)]
