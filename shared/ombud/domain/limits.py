"""How large and of what form anything may be that comes in from outside, by whatever way it comes."""

import re
import sys
import unicodedata
from collections.abc import Collection

LONGEST_TEXT = 10_000
LONGEST_ID = 255
LONGEST_NAME = 500
LONGEST_URL = 2048
LONGEST_LANGUAGE = 35
MOST_COMBINING_MARKS = 30

# Both are shown in the API's description too, so they keep to what every dialect of patterns knows.
WEB_ADDRESS = re.compile(r"^[Hh][Tt][Tt][Pp][Ss]?://[^\x00-\x20\x7F/?#]+([/?#][^\x00-\x20\x7F]*)?$")
LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


def ranges_of_categories(categories: Collection[str]) -> str:
    """Return all code points of some Unicode categories, as the inside of a character class."""
    ranges: list[tuple[int, int]] = []
    for code_point in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code_point)) in categories:
            if ranges and ranges[-1][1] == code_point - 1:
                ranges[-1] = (ranges[-1][0], code_point)
            else:
                ranges.append((code_point, code_point))
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_TOO_MANY_MARKS = re.compile(f"[{ranges_of_categories(('Mn', 'Me'))}]{{{MOST_COMBINING_MARKS + 1}}}")


def unstorable(text: str) -> str | None:
    """Say why a text cannot be stored, as the end of a sentence; None where it can."""
    if "\x00" in text:
        return "must not hold the character U+0000"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "must not hold a lone surrogate (half of a character)"
    return None


def stacks_marks(text: str) -> bool:
    """Whether more combining marks follow one another than any script needs."""
    return not text.isascii() and _TOO_MANY_MARKS.search(text) is not None


def why_refused(text: str) -> str | None:
    """Say in a sentence why a comment's text would not be accepted; None where it would."""
    if not 1 <= len(text) <= LONGEST_TEXT:
        return f"The text has {len(text)} characters; 1 to {LONGEST_TEXT} can be judged."
    why = unstorable(text) or ("must not stack combining marks" if stacks_marks(text) else None)
    return None if why is None else f"The text {why}."


def is_web_address(text: str) -> bool:
    """Whether a text is an http(s) address without white space."""
    return len(text) <= LONGEST_URL and WEB_ADDRESS.fullmatch(text) is not None


def is_language(text: str) -> bool:
    """Whether a text has the form of a language tag (BCP 47), such as en or pt-BR."""
    return len(text) <= LONGEST_LANGUAGE and LANGUAGE.fullmatch(text) is not None
