"""Finding the phrases of a list in a text: all of them in one pass over it, whole words only.

Aho-Corasick (1975) takes time linear in the text and the hits, however many phrases there are.
"""

import re
import unicodedata
from collections.abc import Iterable

import ahocorasick

# Scripts that put no space between words: there a phrase may begin and end anywhere.
_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[^\W{_SPACELESS}]")


class PhraseFinder:
    """The phrases of one list, compiled. Phrases and texts are given in the same reading."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """Compile; a phrase that is empty in this reading is left out."""
        self._automaton = ahocorasick.Automaton()
        for phrase in phrases:
            if phrase:
                self._automaton.add_word(phrase, len(phrase))
        self._automaton.make_automaton()

    def count(self, text: str) -> int:
        """Count the phrases in a text. Of those that overlap, the leftmost and longest counts."""
        if not len(self._automaton):
            return 0
        found = sorted(
            (last - length + 1, -length)
            for last, length in self._automaton.iter(text)
            if _is_whole(text, last - length + 1, last + 1)
        )
        count, covered = 0, 0
        for begin, negative_length in found:
            if begin >= covered:
                count, covered = count + 1, begin - negative_length
        return count


def _is_whole(text: str, begin: int, end: int) -> bool:
    """Whether no word goes on beyond either end of a piece."""
    return not (_joins(text, begin) or _joins(text, end))


def _joins(text: str, position: int) -> bool:
    if position in (0, len(text)):
        return False
    before, after = text[position - 1], text[position]
    # A mark, such as a vowel sign, belongs to the letter before it.
    return unicodedata.category(after)[0] == "M" or bool(_WORD.match(before) and _WORD.match(after))
