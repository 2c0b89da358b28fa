"""From the tokens that a model marks to the pieces of the text that a person is shown."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ombud.domain.scores import Span

MOST_SPANS = 5


def marked_spans(
    text: str, offsets: Sequence[Span], marked: NDArray[np.float32], marked_from: float
) -> tuple[Span, ...]:
    """Return at most five pieces of `text`, in reading order: words of which a token is marked `marked_from` or more.

    `offsets` and `marked` (0-1) are one per token. Neighbouring words make one piece. Where no token is marked as
    much, the strongest word is the piece: a score that is high came from somewhere. Empty where there are no tokens.
    """
    words = _words(text, offsets, marked)
    if not words:
        return ()
    least = min(marked_from, max(strength for _, strength in words))
    pieces: list[tuple[Span, float]] = []
    last = -2
    for index, (span, strength) in enumerate(words):
        if strength < least:
            continue
        if index == last + 1:
            (begin, _), before = pieces[-1]
            pieces[-1] = ((begin, span[1]), max(before, strength))
        else:
            pieces.append((span, strength))
        last = index
    strongest = sorted(pieces, key=lambda piece: -piece[1])[:MOST_SPANS]
    return tuple(sorted(span for span, _ in strongest))


def _words(text: str, offsets: Sequence[Span], marked: NDArray[np.float32]) -> list[tuple[Span, float]]:
    """Join tokens that no space or punctuation parts into words, each as strong as its strongest token."""
    words: list[tuple[Span, float]] = []
    for (begin, end), strength in zip(offsets, marked.tolist(), strict=True):
        if begin == end:
            continue
        if words and words[-1][0][1] == begin and text[begin - 1].isalnum() and text[begin].isalnum():
            (first, _), before = words[-1]
            words[-1] = ((first, end), max(before, strength))
        else:
            words.append(((begin, end), strength))
    return words
