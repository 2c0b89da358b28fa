"""Finding the words in a row of letters without spaces."""

from collections import defaultdict
from functools import lru_cache
from math import log
from typing import Any

import ahocorasick

from ombud.scoring.views.word_list import offensive, ordinary

_UNKNOWN_LETTER = 12.0
"""What a letter costs that is part of no word: more than a rare word, so that words are preferred."""


def segmented(letters: str) -> str:
    """Put spaces between the words of a row of lower-case letters: those that are likeliest together.

    A word costs the logarithm of its rank, which by Zipf's law is how unlikely it is. Linear in the length: all words
    are found in one pass (Aho and Corasick 1975), and of the ways to each place the cheapest is kept (Viterbi 1967).
    """
    ending = defaultdict(list)
    for last, word in _finder().iter(letters):
        ending[last + 1].append(word)
    costs, begins = [0.0], [0]
    for end in range(1, len(letters) + 1):
        least, begin = costs[-1] + _UNKNOWN_LETTER, end - 1
        for length, cost in ending.get(end, ()):
            if costs[end - length] + cost < least:
                least, begin = costs[end - length] + cost, end - length
        costs.append(least)
        begins.append(begin)
    return " ".join(_pieces(letters, begins))


def _pieces(letters: str, begins: list[int]) -> list[str]:
    """Go back along the cheapest way; letters that are part of no word stay together."""
    pieces: list[str] = []
    end = len(letters)
    while end:
        piece = letters[begins[end] : end]
        if pieces and not (_is_known(piece) or _is_known(pieces[-1])):
            pieces[-1] = piece + pieces[-1]
        else:
            pieces.append(piece)
        end = begins[end]
    return pieces[::-1]


def _is_known(piece: str) -> bool:
    return piece in _finder()


@lru_cache(maxsize=1)
def _finder() -> Any:
    """Return the automaton of all words, each with its length and cost."""
    automaton = ahocorasick.Automaton()
    for ranks in (ordinary(), offensive()):
        for word, rank in ranks.items():
            automaton.add_word(word, (len(word), log(rank + 2) + 1.0))
    automaton.make_automaton()
    return automaton
