"""Finding personal data where none may be: in what goes out to the public."""

import re
from collections.abc import Iterable, Mapping

_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "an e-mail address": re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,255}\.[^\s@<>.]{2,63}"),
    # As people write them: after a +, a bracket or a 0, or in threes and fours. A law's number, 2022/2065, is none.
    "a telephone number": re.compile(r"(?<![\w/])(?:[+(]\d|0)(?:[ ()/.\-]{0,2}\d){6,}|\b\d{3}[-. ]\d{3}[-. ]\d{4}\b"),
    "an internet address": re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b|\b(?:[0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F]{0,4}"),
}
SHORTEST_QUOTE = 20
"""Characters of a comment in a row that are a quotation of it, and no coincidence."""


def personal_data_in(texts: Iterable[str], *, names: Iterable[str], written: Iterable[str]) -> list[str]:
    """Say what personal data stands in some texts; nothing where there is none.

    Looks for e-mail addresses, telephone and internet addresses, for `names` as whole words (ids and names of people)
    and for quotations from what they have `written`.
    """
    whole = "\n".join(texts)
    found = [what for what, pattern in _PATTERNS.items() if pattern.search(whole)]
    lowered = whole.casefold()
    if any(_as_word(name.casefold()).search(lowered) for name in names if len(name) > 2):
        found.append("an author's id or name")
    if any(_quotes(lowered, text.casefold()) for text in written):
        found.append("words of the comment")
    return found


def _as_word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")


def _quotes(whole: str, text: str) -> bool:
    return any(text[start : start + SHORTEST_QUOTE] in whole for start in range(len(text) - SHORTEST_QUOTE + 1))
