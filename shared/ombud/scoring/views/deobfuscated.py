"""The de-obfuscated view: words that were disguised to get past a machine, as a person reads them."""

import re
from collections.abc import Iterator

from ombud.scoring.views.disguised_words import undisguised
from ombud.scoring.views.mapped_text import Edit, MappedText
from ombud.scoring.views.scattered_words import broken_in_two, spaced_out
from ombud.scoring.views.word_list import is_word

_ENDS = "\"'`([{<>}]).,;:?-_~^/\\\u2018\u2019\u201c\u201d\u2013\u2014\u2026"
_TOKEN = re.compile(r"\S+")
_LONGEST_WORD = 100
"""Longer pieces are addresses, or noise."""


def deobfuscated(mapped: MappedText) -> MappedText:
    """Return a normalised text with disguised words put plainly, in lower case. Linear in its length."""
    mapped = mapped.edit(spaced_out(_lower(mapped.text)))
    mapped = mapped.edit(_plain_words(_lower(mapped.text)))
    return mapped.edit(broken_in_two(_lower(mapped.text)))


def _plain_words(text: str) -> Iterator[Edit]:
    for found in _TOKEN.finditer(text):
        if len(found[0]) <= _LONGEST_WORD and (edit := _plain_word(found[0])):
            begin, end, plain = edit
            yield found.start() + begin, found.start() + end, plain


def _plain_word(token: str) -> Edit | None:
    """Return what a word in a token says and where in it the word is. Stars at its end may be part of it: sh**."""
    begun = token.lstrip(_ENDS)
    begin = len(token) - len(begun)
    word = begun.rstrip(_ENDS + "!*")
    if (plain := undisguised(word)) is not None:
        return begin, begin + len(word), plain
    starred = begun.rstrip(_ENDS + "!")
    if starred.endswith("*") and not (len(word) > 1 and is_word(word)) and (plain := undisguised(starred)) is not None:
        return begin, begin + len(starred), plain
    return None


def _lower(text: str) -> str:
    """Return the text in lower case, one character for each: a single one, U+0130, would become two."""
    return text.replace("\u0130", "i").lower()
