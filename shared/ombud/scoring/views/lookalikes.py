"""Letters of other scripts that look like Latin ones, read as they look.

`lookalikes.txt` is made from Unicode's own table of confusable characters (UTS 39); its head names version and licence.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from ombud.domain.scores import Span
from ombud.scoring.views.character_table import CharacterTable
from ombud.scoring.views.mapped_text import MappedText

_LATIN, _LATIN_LOOKALIKE, _LOOKALIKE, _OTHER_LETTER, _NO_LETTER = "LlfG "
_WORD = re.compile("[LlfG]+")
_LATIN_BLOCKS = re.compile("[A-Za-z\u00aa-\u02af\u1d00-\u1d7f\u1e00-\u1eff\u2c60-\u2c7f\ua722-\ua7ff\uab30-\uab6f]")


@lru_cache(maxsize=1)
def lookalikes() -> dict[str, str]:
    """Return what each look-alike is read as. Read when first needed."""
    table: dict[str, str] = {}
    for line in (files(__package__) / "lookalikes.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            letter, _, characters = line.partition(" ")
            table |= dict.fromkeys(characters, letter)
    return table


def read_as_they_look(mapped: MappedText) -> MappedText:
    """Put Latin letters in the place of look-alikes, but leave words alone that are genuinely of another script.

    Genuine is a word with a letter that no Latin one looks like; and a word of look-alikes alone, unless the genuine
    ones are fewer than the Latin ones.
    """
    if mapped.text.isascii():
        return mapped
    kinds = mapped.text.translate(_KINDS)
    if _LOOKALIKE not in kinds and _LATIN_LOOKALIKE not in kinds:
        return mapped
    characters = list(mapped.text)
    for begin, end in _disguised(kinds):
        characters[begin:end] = map(_as_it_looks, characters[begin:end])
    return mapped.spell(characters)


def _disguised(kinds: str) -> Iterator[Span]:
    """Yield where the words are that are Latin ones in disguise."""
    words = [(found.span(), found[0]) for found in _WORD.finditer(kinds)]
    genuine = sum(_OTHER_LETTER in word for _, word in words)
    latin = sum(_LATIN in word and _OTHER_LETTER not in word for _, word in words)
    for span, word in words:
        if _OTHER_LETTER in word:
            continue
        mixed = _LATIN_LOOKALIKE in word or (_LATIN in word and _LOOKALIKE in word)
        if mixed or (_LOOKALIKE in word and genuine < max(latin, 1)):
            yield span


def _as_it_looks(character: str) -> str:
    return lookalikes().get(character, character)


def _kind(character: str) -> str:
    if not character.isalpha():
        return _NO_LETTER
    latin = _LATIN_BLOCKS.match(character) is not None
    if character in lookalikes():
        return _LATIN_LOOKALIKE if latin else _LOOKALIKE
    return _LATIN if latin else _OTHER_LETTER


_KINDS = CharacterTable(_kind)
