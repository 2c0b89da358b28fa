"""The words by which a disguise is known: what is left without it must be one of them.

`offensive.txt` holds words that are seldom used kindly and often disguised; `words.txt` the most frequent words of
readers' comments, the most frequent first. Both were counted in the training folder and are read when first needed.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

# `words.txt` holds no words of one and two letters. Among these are beginnings, as in re-elect, co-operate.
_SHORT = "a i am an as at be by co de do ex go he if in is it me my no of on or re so to un up us we".split()  # noqa: SIM905
_RANK_OF_SHORT = 50
_REPEATED = re.compile(r"(.)\1+")


@lru_cache(maxsize=1)
def offensive() -> Mapping[str, int]:
    """Return the offensive words with their rank."""
    return _read("offensive.txt")


@lru_cache(maxsize=1)
def ordinary() -> Mapping[str, int]:
    """Return the frequent words, offensive ones among them, with their rank."""
    return dict.fromkeys(_SHORT, _RANK_OF_SHORT) | _read("words.txt")


def is_word(letters: str) -> bool:
    """Whether lower-case letters are a word of either list."""
    return letters in offensive() or letters in ordinary()


def squeezed(letters: str) -> str:
    """Return the letters with none of them twice in a row."""
    return _REPEATED.sub(r"\1", letters)


@lru_cache(maxsize=1)
def by_squeezed() -> Mapping[str, Sequence[str]]:
    """Return, for squeezed letters, the words that may be meant: offensive ones first, then the most frequent."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in (*offensive(), *ordinary()):
        found[squeezed(word)].append(word)
    return found


def with_letters_at(letters: Mapping[int, str], length: int) -> str | None:
    """Return the first offensive word of a length that has `letters` at their places; None where there is none."""
    found = set.intersection(*(_by_letter_at()[length, place, letter] for place, letter in letters.items()))
    return min(found, key=offensive().__getitem__, default=None)


@lru_cache(maxsize=1)
def _by_letter_at() -> Mapping[tuple[int, int, str], set[str]]:
    """Return the offensive words by length, place and letter."""
    found: defaultdict[tuple[int, int, str], set[str]] = defaultdict(set)
    for word in offensive():
        for place, letter in enumerate(word):
            found[len(word), place, letter].add(word)
    return found


def _read(name: str) -> dict[str, int]:
    lines = (files(__package__) / name).read_text("utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    return {word: rank for rank, word in enumerate(words)}
