"""What a disguised word says: stretched, with signs in place of letters, with stops inside, or with stars.

Each of these wants evidence. Digits and signs are read as letters only where a known word comes out, so that 2024, 3pm,
4th, G20, MP3 and C++ stay what they are; stars and stops only where an offensive one does.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby, islice

from ombud.scoring.views.word_list import by_squeezed, is_word, offensive, squeezed, with_letters_at

_LETTERS_FOR = str.maketrans(
    {"0": "o", "1": "i", "2": "z", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g"}
    | {"@": "a", "$": "s", "!": "i", "|": "i", "+": "t", "(": "c", "€": "e", "£": "l", "¢": "c", "¥": "y"}
)
_DOUBTFUL = re.compile(r"[1!|]")
_MOST_DOUBTFUL = 4
"""Signs of a word that are tried both as i and as l; the others are an i."""

_SIGN = re.compile(r"[0-9@$\u20ac\u00a3\u00a2\u00a5!|+(]")
_CODE = re.compile(r"[a-z]\d+|[\W\d_]+")
_SIGN_WITHIN = re.compile(r"[a-z][0-9@$!|]+[a-z]")
_STRETCHED = re.compile(r"([^\W\d_])\1\1")
_STOPS = re.compile(r"[\W_]+")
_STARRED = re.compile(r"[a-z][a-z*#%&^~_@$!?-]+")
_SHORTEST = 3
_LONGEST = 20
"""Of a word with stars or stops. Longer pieces are addresses, or several words."""


@lru_cache(maxsize=4096)
def undisguised(word: str) -> str | None:
    """Return what a piece of text without spaces says, in lower case, or None where it says what it seems to say."""
    if word.isalpha():
        return _without_stretching(word) if _STRETCHED.search(word) else None
    if len(word) < _SHORTEST or "://" in word or word.startswith("www."):
        return None
    readings = _with_letters(word)
    if found := next(filter(is_word, readings), None):
        return found
    if not word.isalnum() and len(word) <= _LONGEST and (found := _without_stars(word) or _without_stops(word)):
        return found
    return _likely(word, readings)


def _with_letters(word: str) -> Sequence[str]:
    """Return what digits and signs may be read as. Empty where there are none, or nothing else."""
    if not _SIGN.search(word) or _CODE.fullmatch(word):
        return ()
    readings = [word.translate(_LETTERS_FOR)]
    for found in islice(_DOUBTFUL.finditer(word), _MOST_DOUBTFUL):
        readings += [f"{one[: found.start()]}l{one[found.end() :]}" for one in readings]
    return readings


def _likely(word: str, readings: Sequence[str]) -> str | None:
    """Return a reading that is no known word where signs stand between letters, of which there are more."""
    for letters in readings:
        if not letters.isalpha():
            continue
        if _STRETCHED.search(letters) and (short := _without_stretching(letters)) and is_word(short):
            return short
        if len(word) > 4 and 2 * sum(map(str.isalpha, word)) >= len(word) and _SIGN_WITHIN.search(word):
            return letters
    return None


def _without_stretching(word: str) -> str | None:
    """Take letters away that were repeated at least three times, until a word is left, or one of each."""
    if len(set(word)) == 1:
        return None
    lengths = _lengths(word)
    for candidate in by_squeezed().get(squeezed(word), ()):
        if all(own >= wanted for own, wanted in zip(lengths, _lengths(candidate), strict=True)):
            return candidate
    return "".join(
        letter * (length if length < 3 else 1) for letter, length in zip(squeezed(word), lengths, strict=True)
    )


def _without_stops(word: str) -> str | None:
    """Take out what stands between the parts of a word, if an offensive one is left that the parts do not show."""
    parts = _STOPS.split(word)
    joined = "".join(parts)
    if len(joined) < _SHORTEST or (len(joined) > _SHORTEST and all(len(part) > 1 and is_word(part) for part in parts)):
        return None
    return next((letters for letters in (joined, *_with_letters(joined)) if letters in offensive()), None)


def _without_stars(word: str) -> str | None:
    """Find the offensive word that letters and stars stand for, each star for one letter."""
    if not _STARRED.fullmatch(word):
        return None
    known = {place: letter for place, letter in enumerate(word) if letter.isalpha()}
    # One letter is too few for a guess, but everybody knows what f*** means.
    return with_letters_at(known, len(word)) if len(known) > 1 or set(word[1:]) == {"*"} else None


def _lengths(word: str) -> list[int]:
    return [len(list(run)) for _, run in groupby(word)]
