"""Each character of a text in its plain form: what is invisible goes, what is decorated loses its decoration."""

import re
import string
import unicodedata
from collections.abc import Iterator

from ombud.scoring.normalise import INVISIBLE, TOO_MANY_MARKS
from ombud.scoring.views.character_table import CharacterTable
from ombud.scoring.views.emoji_names import Namer, emoji_names, is_flag
from ombud.scoring.views.mapped_text import Edit, MappedText

LONGEST_EXPANSION = 4
"""A character whose compatibility form is longer stays as it is: U+FDFA alone would make 18 characters of one."""

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")

# In a sequence of pictures they say who is shown, as skin tones do, or which way it looks.
_QUALIFIER = re.compile("\u200d[♀♂➡↔↕]\ufe0f?|\ufe0f?\u20e3|[🏻-🏿]")

_FIRST_PICTURE = "\u203c"
_PICTURES = frozenset({"So", "Sm", "Po", "Cn"})
"""Categories of emoji; those that are newer than Python's tables are not assigned there (Cn)."""

# Letters in dark circles (U+1F150) and squares (U+1F170). Unicode gives them no compatibility form.
_ENCLOSED = {chr(first + at): chr(ord("a") + at) for first in (0x1F150, 0x1F170) for at in range(26)}


def plain_characters(mapped: MappedText) -> MappedText:
    """Return the text without invisible characters, in compatibility forms (NFKC), and with emoji as their names.

    Linear in the length: the marks are bounded first, because a long run of them makes normalising quadratic, and each
    character is normalised by itself.
    """
    if mapped.text.isascii() and not _CONTROL.search(mapped.text):
        return mapped
    mapped = mapped.edit((found.end(1), found.end(), "") for found in TOO_MANY_MARKS.finditer(mapped.text))
    mapped = mapped.edit((found.start(), found.end(), "") for found in _QUALIFIER.finditer(mapped.text))
    mapped = mapped.edit(_flags(mapped.text))
    return mapped.spell(_spelled(mapped.text))


def _spelled(text: str) -> list[str]:
    spelled = _PLAIN_FORMS.each(text)
    pictures = _pictures(text)
    if pictures:
        namer = Namer()
        spelled = [namer.name(one) if one in pictures else plain for one, plain in zip(text, spelled, strict=True)]
    return spelled


def _pictures(text: str) -> set[str]:
    """Return the emoji of a text. The names are not read for a text that can have none."""
    symbols = {one for one in set(text) if one >= _FIRST_PICTURE and unicodedata.category(one) in _PICTURES}
    return symbols & emoji_names().keys() if symbols else set()


def _plain_form(character: str) -> str:
    if character in string.whitespace or "\u3400" <= character <= "\u9fff":
        return character
    category = unicodedata.category(character)
    if category == "Cn":
        return character
    if category[0] == "Z" or character == "\x85":
        return " "
    if category in {"Cc", "Cf"} or (category in {"Lo", "Mn"} and INVISIBLE.match(character)):
        return ""
    if character in _ENCLOSED:
        return _ENCLOSED[character]
    form = unicodedata.normalize("NFKC", character)
    # The form of an accent that stands alone is a space with a mark, and words would fall apart at it.
    return character if len(form) > LONGEST_EXPANSION or form[0] == " " else form


_PLAIN_FORMS = CharacterTable(_plain_form)


def _flags(text: str) -> Iterator[Edit]:
    """Two regional indicators by themselves are a flag. Any other number of them spells a word."""
    namer = Namer()
    for found in re.finditer("[\U0001f1e6-\U0001f1ff]+", text):
        if is_flag(found[0]) and found[0] in emoji_names():
            yield found.start(), found.end(), namer.name(found[0])
        else:
            for place in range(*found.span()):
                yield place, place + 1, chr(ord("a") + ord(text[place]) - 0x1F1E6)
