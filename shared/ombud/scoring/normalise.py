"""One plain reading of a text: what is left when invisible and decorative differences are taken away."""

import re
import unicodedata

NORMALISER_VERSION = "2"
"""Stored with each decision; raised whenever the same text, or a view of it, could be read differently."""

MAX_MARKS = 4
"""Combining marks kept after one another. No living script stacks more; 'zalgo' text stacks hundreds."""

# Not of category Cf, yet as invisible: combining grapheme joiner, Hangul fillers, Mongolian and other selectors.
_OTHER_INVISIBLE = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufe00-\ufe0f\U000e0000-\U000e0fff"

# NFKC makes 18 and 8 code points of these two, and are read as spaces; the rest make at most 6.
_LIGATURE_PHRASES = "\ufdfa\ufdfb"

# Above this only unassigned code points, private use and the selectors listed above.
_LAST_ASSIGNED = 0x1FFFF


def _character_class(*categories: str) -> str:
    """Ranges for a regular expression of all code points that are in one of the Unicode categories."""
    wanted = [code for code in range(_LAST_ASSIGNED + 1) if unicodedata.category(chr(code)) in categories]
    ranges: list[list[int]] = []
    for code in wanted:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in ranges)


INVISIBLE = re.compile(f"[{_character_class('Cf')}{_OTHER_INVISIBLE}]+")
_MARK = _character_class("Mn", "Mc", "Me")
MARKS = re.compile(f"[{_MARK}]+")
TOO_MANY_MARKS = re.compile(f"([{_MARK}]{{{MAX_MARKS}}})[{_MARK}]+")
_CONTROL = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x9f{_LIGATURE_PHRASES}]")


def normalise(text: str) -> str:
    """Return `text` without invisible characters, in compatibility form (NFKC) and without case.

    Takes time linear in the length; the result has at most 6 times as many code points. Control characters become
    spaces. Whitespace otherwise stays where it is, and no character acts across whitespace, so that normalising word
    by word gives the same words: explanations lean on that.
    """
    text = _CONTROL.sub(" ", text)
    if text.isascii():
        return text.lower()
    text = INVISIBLE.sub("", text)
    # Before NFKC, never after: its canonical ordering is quadratic in the length of a run of marks.
    text = TOO_MANY_MARKS.sub(r"\1", text)
    return unicodedata.normalize("NFKC", text).casefold()
