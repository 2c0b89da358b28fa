"""How people disguise words to get past a machine: one function for each way, for one word at a time."""

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

from ombud.domain.scores import Span
from ombud.scoring.views.lookalikes import lookalikes

Attack = Callable[[str, Random], str]

_WORD = re.compile(r"[A-Za-z]{3,}")
_LEET = {"a": "4@", "b": "8", "e": "3", "g": "9", "i": "1!", "l": "1", "o": "0", "s": "5$", "t": "7"}
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_CONTROLS = "\u200e\u200f\u202a\u202d\u2066"
_STOPS = ".-_*'"


def disguise(text: str, attack: Attack, places: Sequence[Span], random: Random) -> str:
    """Disguise the words of three letters and more that stand within `places`; all of them where there is no place."""
    within = places or [(0, len(text))]

    def changed(found: re.Match[str]) -> str:
        chosen = any(begin < found.end() and found.start() < end for begin, end in within)
        return attack(found[0], random) if chosen else found[0]

    return _WORD.sub(changed, text)


def _zero_width(word: str, random: Random) -> str:
    return "".join(letter + random.choice(_INVISIBLE) for letter in word[:-1]) + word[-1]


def _homoglyph(word: str, random: Random) -> str:
    alike = _alike()
    return _some(word, random, lambda letter: random.choice(alike.get(letter.lower(), letter)))


def _leetspeak(word: str, random: Random) -> str:
    return _some(word, random, lambda letter: random.choice(_LEET.get(letter.lower(), letter)))


def _spacing(word: str, random: Random) -> str:
    if random.random() < 0.5:
        return " ".join(word)
    cut = random.randrange(1, len(word))
    return f"{word[:cut]} {word[cut:]}"


def _stretched(word: str, random: Random) -> str:
    at = random.randrange(len(word))
    return word[:at] + word[at] * random.randint(3, 8) + word[at + 1 :]


def _bidi(word: str, random: Random) -> str:
    if random.random() < 0.5:
        return f"\u202e{word[::-1]}\u202c"
    return "".join(letter + random.choice(_CONTROLS) for letter in word)


def _punctuation(word: str, random: Random) -> str:
    stop = random.choice(_STOPS)
    if random.random() < 0.5:
        return stop.join(word)
    cut = random.randrange(1, len(word))
    return f"{word[:cut]}{stop}{word[cut:]}"


ATTACKS: Mapping[str, Attack] = {
    "zero_width": _zero_width,
    "homoglyph": _homoglyph,
    "leetspeak": _leetspeak,
    "spacing": _spacing,
    "stretched": _stretched,
    "bidi": _bidi,
    "punctuation": _punctuation,
}


def _some(word: str, random: Random, change: Callable[[str], str]) -> str:
    """Change two of three letters, and at least one."""
    sure = random.randrange(len(word))
    return "".join(change(one) if at == sure or random.random() < 2 / 3 else one for at, one in enumerate(word))


def _alike() -> dict[str, str]:
    by_letter: dict[str, str] = {}
    for character, letter in lookalikes().items():
        by_letter[letter] = by_letter.get(letter, "") + character
    return by_letter
