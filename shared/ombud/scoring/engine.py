"""What every scoring engine looks like from outside."""

from collections.abc import Sequence
from typing import Protocol

from ombud.domain.scores import ModelIdentity, TextScores


class Engine(Protocol):
    """Scores texts. Built once per process, after any fork; not required to be safe for concurrent calls."""

    @property
    def identity(self) -> ModelIdentity:
        """Name and version of the model, stored with every decision."""

    @property
    def attributes(self) -> tuple[str, ...]:
        """The attributes that this model gives, a subset of `ombud.domain.scores.ATTRIBUTES`."""

    @property
    def languages(self) -> frozenset[str] | None:
        """Codes (ISO 639) of the languages that the model was made for; None where all are the same to it."""

    def score(self, texts: Sequence[str]) -> list[TextScores]:
        """Score each text: one result per text, in the same order.

        Any text that the API accepts (1-10,000 code points, no U+0000, no lone surrogates) gets a result; the scores
        of one text do not depend on its batch-mates by more than 1e-4.
        """
