"""Where the sentences of a text are, as Perspective counts: in UTF-16 code units, ends exclusive."""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from ombud.domain.scores import Span

MOST_SPANS = 20
"""A longer text gets longer spans: each costs about as much as a comment of its own."""

_BOUNDARY = re.compile(r"(?<=[.!?])[\"')\]]*+\s++|\n\s*+")
"""A mark that space follows, so that 0.9 and addresses stay whole; or a new line."""


def sentences(text: str) -> list[Span]:
    """Return where the sentences of a text are, in code points; together they cover all of it, at most 20."""
    ends = [match.end() for match in _BOUNDARY.finditer(text)]
    cuts = sorted({0, *ends, len(text)})
    each = -(-(len(cuts) - 1) // MOST_SPANS) or 1
    kept = [*cuts[:-1:each], cuts[-1]]
    return list(pairwise(kept))


def in_utf16(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return spans of code points as spans of UTF-16 code units."""
    units = [0, *accumulate(2 if character > "\uffff" else 1 for character in text)]
    return [(units[begin], units[end]) for begin, end in spans]
