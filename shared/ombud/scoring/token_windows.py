"""Overlapping windows over a text's tokens, so that a model of limited reach reads all of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST_WINDOWS = 16
"""More would let one text cost what sixteen do; what is longer waits for a person."""

OVERLAP = 32
"""Tokens that stand in two neighbouring windows, so that no sentence is cut in both."""


@dataclass(frozen=True, slots=True)
class TokenWindow:
    """Tokens `begin` to `end` (exclusive) of text number `text`, special tokens not counted."""

    text: int
    begin: int
    end: int


def token_windows(lengths: Sequence[int], reach: int) -> Iterator[TokenWindow]:
    """Yield each text's windows, at most `MOST_WINDOWS` of at most `reach` tokens; at least one, be it empty.

    `lengths` are in tokens. Together the windows cover a text from its beginning, and all of it where `all_read`.
    """
    step = reach - OVERLAP
    for text, length in enumerate(lengths):
        begin = 0
        for _ in range(MOST_WINDOWS):
            yield TokenWindow(text, begin, min(begin + reach, length))
            if begin + reach >= length:
                break
            begin += step


def all_read(length: int, reach: int) -> bool:
    """Whether a text of `length` tokens is read to its end in the windows that `token_windows` gives."""
    return length <= reach + (MOST_WINDOWS - 1) * (reach - OVERLAP)
