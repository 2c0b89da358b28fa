"""How somebody types: carefully, in a hurry, all in small letters, with faces. It stays the same from text to text."""

import random
import re
from enum import StrEnum
from typing import Final


class Habit(StrEnum):
    """A reader's way of typing."""

    CAREFUL = "careful"
    HASTY = "hasty"
    """Swaps, drops and doubles letters."""
    SMALL_LETTERS = "small_letters"
    FACES = "faces"
    """Ends on emoji."""
    DOTS = "dots"
    """Thinks in dots... a lot..."""
    TELEGRAM = "telegram"
    """Abbreviates: u, ur, pls, bc."""


_FACES: Final = ("🙂", "😂", "👏", "🙄", "❤️", "🤔", "😢", "👍", "🕊️", "⚽", "🤦‍♀️", "🙏🏽", "😡", "🔥", "💔")
_SHORTER: Final = {
    "you": "u", "your": "ur", "please": "pls", "because": "bc", "people": "ppl", "are": "r", "and": "&", "though": "tho",
    "something": "smth", "really": "rly", "with": "w/", "I don't know": "idk", "before": "b4",
}  # fmt: skip
_LINK_OR_MAIL: Final = re.compile(r"https?://|www\.|@|\d")


def _mistyped(word: str, rng: random.Random) -> str:
    spot = rng.randrange(1, len(word) - 1)
    match rng.randrange(3):
        case 0:
            return word[:spot] + word[spot + 1] + word[spot] + word[spot + 2 :]
        case 1:
            return word[:spot] + word[spot + 1 :]
        case _:
            return word[:spot] + word[spot] + word[spot:]


def _hasty(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    for spot, word in enumerate(words):
        if len(word) > 4 and word.isalpha() and word.isascii() and word.islower() and rng.random() < 0.09:
            words[spot] = _mistyped(word, rng)
    return " ".join(words)


def _telegram(text: str, rng: random.Random) -> str:
    for long, short in _SHORTER.items():
        if rng.random() < 0.75:
            text = re.sub(rf"(?<![\w@]){re.escape(long)}\b", short, text)
    return text


def typed(text: str, habit: Habit, rng: random.Random) -> str:
    """Give a text the marks of a habit. Addresses and numbers stay as they are."""
    match habit:
        case Habit.HASTY:
            return _hasty(text, rng)
        case Habit.SMALL_LETTERS if not _LINK_OR_MAIL.search(text):
            return text.lower()
        case Habit.FACES if rng.random() < 0.6:
            return f"{text} {rng.choice(_FACES) * rng.choice((1, 1, 1, 2, 3))}"
        case Habit.DOTS if not _LINK_OR_MAIL.search(text):
            return re.sub(r"[.,] ", lambda match: "... " if rng.random() < 0.5 else match.group(0), text)
        case Habit.TELEGRAM if not _LINK_OR_MAIL.search(text):
            return _telegram(text, rng)
        case _:
            return text
