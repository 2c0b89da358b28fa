"""One function that writes a comment of any kind."""

import random
from collections.abc import Callable, Mapping
from typing import Final

from ombud.demo.kinds import Kind
from ombud.demo.texts.civil import civil
from ombud.demo.texts.habits import Habit, typed
from ombud.demo.texts.hateful import hateful
from ombud.demo.texts.heated import heated
from ombud.demo.texts.insulting import insulting
from ombud.demo.texts.obfuscated import obfuscated
from ombud.demo.texts.other_languages import other_language
from ombud.demo.texts.personal_details import personal_details
from ombud.demo.texts.spam import spam
from ombud.demo.texts.threatening import threatening

_WRITERS: Final[Mapping[Kind, Callable[[str, str | None, random.Random], str]]] = {
    Kind.CIVIL: civil,
    Kind.HEATED: heated,
    Kind.INSULTING: insulting,
    Kind.THREATENING: threatening,
    Kind.SPAM: spam,
    Kind.HATEFUL: hateful,
    Kind.OBFUSCATED: obfuscated,
    Kind.PERSONAL_DETAILS: personal_details,
}
_KEPT_AS_WRITTEN: Final = frozenset({Kind.OBFUSCATED, Kind.SPAM})
_OTHER_LANGUAGE: Final = 0.012
"""The share of calm comments that are not in English."""


def write(kind: Kind, article_id: str, to: str | None, habit: Habit, rng: random.Random) -> str:
    """Write one comment on an article; `to` is the name of the reader it answers."""
    if kind is Kind.CIVIL and rng.random() < _OTHER_LANGUAGE:
        return other_language(rng)
    text = _WRITERS[kind](article_id, to, rng)
    return text if kind in _KEPT_AS_WRITTEN else typed(text, habit, rng)
