"""Words so long that a model would not look into them, cut into pieces that it reads."""

import re
from collections.abc import Iterator

from ombud.scoring.views.mapped_text import Edit, MappedText

LONGEST_WORD = 50
"""Code points. WordPiece makes one unknown token of a word of more than 100, and accents count as characters there."""

# Not ideographs (CJK): each of them is a word of its own.
_LONG = re.compile(rf"[^\W_\u3400-\u4dbf\u4e00-\u9fff]{{{LONGEST_WORD + 1},}}")


def split_long_words(mapped: MappedText) -> MappedText:
    """Put a space after each `LONGEST_WORD` code points of a longer word."""
    return mapped.edit(_spaces(mapped.text))


def _spaces(text: str) -> Iterator[Edit]:
    for found in _LONG.finditer(text):
        for place in range(found.start() + LONGEST_WORD - 1, found.end() - 1, LONGEST_WORD):
            yield place, place + 1, text[place] + " "
