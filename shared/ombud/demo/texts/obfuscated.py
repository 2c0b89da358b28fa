"""Insults written so that a filter misses them: spaced, in leetspeak, with invisible or foreign letters."""

import random
import re
from collections.abc import Callable
from typing import Final

from ombud.demo.texts.insulting import insulting

_LEET: Final = str.maketrans({"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"})
_HOMOGLYPHS: Final = str.maketrans(
    {
        "a": "\u0430",
        "c": "\u0441",
        "e": "\u0435",
        "i": "\u0456",
        "o": "\u043e",
        "p": "\u0440",
        "x": "\u0445",
        "y": "\u0443",
    }
)
_INVISIBLE: Final = ("\u200b", "\u200c", "\u2060", "\u00ad")
_LOUD_WORDS: Final = re.compile(
    r"\b(idiot|moron|clown|coward|liar|imbecile|parasite|loser|halfwit|cretin|rat|dimwit|fool|pig|scumbag|crook|prat|arsehole"
    r"|wanker|tosser|stupid|pathetic|brainless|useless|bloody|braindead|slimy|worthless|corrupt|gutless|lying|ugly|thick)(s?)\b",
    re.IGNORECASE,
)


def leetspeak(word: str, rng: random.Random) -> str:
    """Put digits for letters: 1d10t. Now and then a mark for one more of them."""
    translated = word.translate(_LEET)
    return translated.replace("4", "@", 1) if rng.random() < 0.3 else translated


def spaced(word: str, rng: random.Random) -> str:
    """Put the same mark between all letters: i d i o t, i.d.i.o.t."""
    return rng.choice((" ", ".", "-", "_", " . ", "*")).join(word)


def zero_width(word: str, rng: random.Random) -> str:
    """Put characters between the letters that nobody sees."""
    mark = rng.choice(_INVISIBLE)
    return mark.join(word)


def homoglyphs(word: str, _rng: random.Random) -> str:
    """Put Cyrillic letters for the Latin ones that they look like."""
    return word.translate(_HOMOGLYPHS)


def stretched(word: str, rng: random.Random) -> str:
    """Repeat a letter: idiiiiot."""
    spot = rng.randrange(1, len(word))
    return word[:spot] + word[spot] * rng.randint(2, 6) + word[spot + 1 :]


def masked(word: str, rng: random.Random) -> str:
    """Put a star for a letter within: id*ot."""
    spot = rng.randrange(1, len(word) - 1)
    return word[:spot] + rng.choice("*#$%") + word[spot + 1 :]


DISGUISES: Final[tuple[Callable[[str, random.Random], str], ...]] = (
    leetspeak, spaced, zero_width, homoglyphs, stretched, masked,
)  # fmt: skip
"""All disguises, in the order of this file."""


def disguise(text: str, rng: random.Random) -> str:
    """Disguise the insulting words of a text, all of them in the same way."""
    chosen = rng.choice(DISGUISES)
    return _LOUD_WORDS.sub(lambda match: chosen(match.group(0), rng), text)


def obfuscated(article_id: str, to: str | None, rng: random.Random) -> str:
    """Write an insult in disguise."""
    for _ in range(20):
        plain = insulting(article_id, to, rng)
        hidden = disguise(plain, rng)
        if hidden != plain:
            return hidden
    return spaced("idiot", rng)
