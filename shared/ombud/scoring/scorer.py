"""What a model does to strings. The reading engine makes views of texts, and of these results a text's scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ombud.domain.scores import ModelIdentity, Span


@dataclass(frozen=True, slots=True)
class StringScores:
    """All that a model has to say about one string. Every offset is into that string.

    `scores` maps each attribute to a probability 0-1, rounded to four places; `spans` holds, for those that want an
    explanation, the pieces that caused it. `windows` is empty where the string is one window, and otherwise names for
    every attribute the window that gave its score. `unknown` is the share 0-1 of the string's tokens that the model
    does not know, 0 for an empty string. `whole` is false where the string has more windows than the model reads.
    """

    scores: Mapping[str, float]
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    windows: Mapping[str, Span] = field(default_factory=dict)
    unknown: float = 0.0
    whole: bool = True


class Scorer(Protocol):
    """A model underneath an engine. Built once per process, after any fork; need not be safe for concurrent calls."""

    @property
    def identity(self) -> ModelIdentity:
        """Name and version of the model, stored with every decision."""

    @property
    def attributes(self) -> tuple[str, ...]:
        """The attributes that this model gives, a subset of `ombud.domain.scores.ATTRIBUTES`."""

    @property
    def languages(self) -> frozenset[str] | None:
        """Codes (ISO 639) of the languages that the model was made for; None where all are the same to it."""

    def score_strings(self, texts: Sequence[str]) -> list[StringScores]:
        """Score each string: one result per string, in the same order. They come sorted by length, shortest first.

        A string may be empty and may hold anything but U+0000 and lone surrogates. Its scores depend on its
        batch-mates by at most 1e-4. In time and memory a string costs no more than the windows that are read of it.
        """
