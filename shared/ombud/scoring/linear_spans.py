"""Which words of a text the linear model's verdict rests on."""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ombud.domain.scores import Span
from ombud.scoring.features import WORD_BUCKETS, grams
from ombud.scoring.normalise import normalise

MOST_SPANS = 5
_SHARE_OF_STRONGEST = 0.5
"""A word counts as a culprit if it weighs at least this share of the strongest one; the rest is style.

Of .2-.7 tried on the 637 news comments of the tuning folder with words that people marked as toxic, .5-.7 agreed best
(mean F1 of characters .67-.68)."""

_RAW_WORD = re.compile(r"\S+")


def culprits(text: str, coefficients: NDArray[np.float32], heads: Sequence[int]) -> dict[int, tuple[Span, ...]]:
    """Find up to five pieces of the raw `text` that raise each of `heads` most, in reading order.

    `coefficients` is [buckets, all heads]. A word's weight is that of all n-grams within it, and half of each pair of
    words that it is part of. Neighbouring culprits make one piece. Offsets are code points into `text`, end
    exclusive. Empty where no word speaks for the attribute.
    """
    raw = [match.span() for match in _RAW_WORD.finditer(text)]
    words = [normalise(text[begin:end]) for begin, end in raw]
    weights = _word_weights(words, coefficients[:, heads])
    return {head: _pieces(text, raw, weights[:, column]) for column, head in enumerate(heads)}


def _word_weights(words: Sequence[str], coefficients: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return what each word adds, [words, heads]. The two kinds of n-grams are scaled as they are when scoring."""
    found = grams([" ".join(words)])
    begins = np.cumsum([0, *(len(word) + 1 for word in words)])
    kind = (found.bucket >= WORD_BUCKETS).astype(np.intp)
    scale = 1.0 / np.sqrt(np.maximum(np.bincount(kind, minlength=2), 1))
    weight = coefficients[found.bucket] * scale[kind][:, None]
    first = np.searchsorted(begins, found.begin, side="right") - 1
    last = np.searchsorted(begins, found.end - 1, side="right") - 1
    added = np.zeros((len(words), coefficients.shape[1]))
    np.add.at(added, first, weight / 2)
    np.add.at(added, last, weight / 2)
    return added


def _pieces(text: str, raw: Sequence[Span], weights: NDArray[np.float64]) -> tuple[Span, ...]:
    strongest = float(weights.max(initial=0.0))
    if strongest <= 0.0:
        return ()
    chosen = sorted(
        int(i)
        for i in np.argsort(-weights, kind="stable")[:MOST_SPANS]
        if weights[i] >= strongest * _SHARE_OF_STRONGEST
    )
    pieces: list[Span] = []
    for index, previous in zip(chosen, [-2, *chosen], strict=False):
        begin, end = _without_punctuation(text, raw[index])
        if index == previous + 1:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((begin, end))
    return tuple(pieces)


def _without_punctuation(text: str, span: Span) -> Span:
    """Take quotes, brackets and full stops off a word's ends, unless it consists of nothing else."""
    begin, end = span
    while begin < end and unicodedata.category(text[begin])[0] == "P":
        begin += 1
    while begin < end and unicodedata.category(text[end - 1])[0] == "P":
        end -= 1
    return (begin, end) if begin < end else span
