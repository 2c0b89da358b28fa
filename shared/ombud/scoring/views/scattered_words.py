"""Words whose letters were scattered: spaced out (i d i o t), or broken in two (id iot)."""

import re
from collections.abc import Iterator

from ombud.scoring.views.mapped_text import Edit
from ombud.scoring.views.segmenting import segmented
from ombud.scoring.views.word_list import is_word, offensive

# Letters by themselves, or signs for them: at least three, with the same between any two of them. So where words are
# further apart than letters, each makes a row of its own.
_SINGLE = r"(?:[^\W_]|[@$])"
_SPACED_OUT = re.compile(rf"(?<![^\W_]){_SINGLE}([^\w@$]{{1,3}}|_){_SINGLE}(?:\1{_SINGLE})+(?![^\W_])")
_PIECE = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_WIDEST_GAP = 3
_SHORTEST = 4


def spaced_out(text: str) -> Iterator[Edit]:
    """Yield rows of single letters and the words that they make. `text` is in lower case."""
    for found in _SPACED_OUT.finditer(text):
        joined = found[0].replace(found[1], "")
        words = segmented(joined) if joined.isalpha() else joined
        if _makes_sense(joined, words, found[1]):
            yield found.start(), found.end(), words


def _makes_sense(joined: str, words: str, gap: str) -> bool:
    if len(joined) < _SHORTEST:
        # "U.S.A." is written so by everybody.
        return joined in offensive() or (gap != "." and is_word(joined))
    letters = sum(map(str.isalpha, joined))
    return 2 * letters >= len(joined) > 2 * words.count(" ")


def broken_in_two(text: str) -> Iterator[Edit]:
    """Yield neighbours that together, but not both by themselves, are words. `text` is in lower case."""
    before: re.Match[str] | None = None
    for after in _PIECE.finditer(text):
        if before and after.start() - before.end() <= _WIDEST_GAP and _belong_together(text, before, after):
            yield before.start(), after.end(), before[0] + after[0]
            before = None
        else:
            before = after


def _belong_together(text: str, before: re.Match[str], after: re.Match[str]) -> bool:
    joined = before[0] + after[0]
    if len(joined) < _SHORTEST or joined not in offensive() or (is_word(before[0]) and is_word(after[0])):
        return False
    # "It's hit", "the U.S. hit": a letter that ends something else does not begin a word. "A SS uniform" neither.
    alone = len(before[0]) == 1
    return not alone or (before[0] not in "ai" and (before.start() == 0 or text[before.start() - 1].isspace()))
