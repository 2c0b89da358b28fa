"""The views of a text: raw always, normalised and de-obfuscated where they say something else."""

import unicodedata

from ombud.scoring.normalise import MARKS
from ombud.scoring.views.bidi import in_visible_order
from ombud.scoring.views.character_table import CharacterTable
from ombud.scoring.views.characters import plain_characters
from ombud.scoring.views.deobfuscated import deobfuscated
from ombud.scoring.views.long_words import split_long_words
from ombud.scoring.views.lookalikes import read_as_they_look
from ombud.scoring.views.mapped_text import MappedText
from ombud.scoring.views.view import DEOBFUSCATED, NORMALISED, RAW, View


def views(text: str) -> tuple[View, ...]:
    """Return the readings of a text, of which each says something else than the one before.

    One says something else if its words differ; case, accents, punctuation and the width of spaces do not count, for
    models do not see them or make little of them. Takes time linear in the length of any text.
    """
    found = [View(RAW, text)]
    plain = read_as_they_look(plain_characters(in_visible_order(MappedText.raw(text))))
    for name, reading in ((NORMALISED, plain), (DEOBFUSCATED, deobfuscated(plain))):
        mapped = split_long_words(reading)
        if mapped.text != found[-1].text and _words(mapped.text) != _words(found[-1].text):
            found.append(View(name, mapped.text, mapped))
    return tuple(found)


def _words(text: str) -> list[str]:
    """Return the words of a text without case and accents. A text without words has one all the same if it shows."""
    return text.translate(_SEEN).split() or ["" if text.isspace() or not text else "."]


def _seen(character: str) -> str:
    """Return what is left of a character without case, accent and punctuation."""
    if unicodedata.decomposition(character):
        character = MARKS.sub("", unicodedata.normalize("NFD", character))
    elif unicodedata.category(character)[0] == "M":
        return ""
    bare = character.casefold()
    return bare if bare.isalnum() or not bare else " "


_SEEN = CharacterTable(_seen)
