"""Reading a whole text: every view of it goes through the model, and the highest score counts."""

from collections.abc import Callable, Sequence

from ombud.domain.scores import ModelIdentity, Span, TextScores
from ombud.scoring.scorer import Scorer, StringScores
from ombud.scoring.views.of_text import views
from ombud.scoring.views.view import RAW, View

MOST_UNKNOWN = 0.3
"""Share of a text's tokens that a model need not know; with more unknown, its score says nothing about the text."""

Reading = tuple[View, StringScores]


class ReadingEngine:
    """An engine over any `Scorer`: texts in, and per attribute the score of the view that scores highest."""

    def __init__(self, scorer: Scorer, read: Callable[[str], tuple[View, ...]] = views) -> None:
        self._scorer = scorer
        self._read = read

    @property
    def identity(self) -> ModelIdentity:
        """The scorer's."""
        return self._scorer.identity

    @property
    def attributes(self) -> tuple[str, ...]:
        """The scorer's."""
        return self._scorer.attributes

    @property
    def languages(self) -> frozenset[str] | None:
        """The scorer's."""
        return self._scorer.languages

    def score(self, texts: Sequence[str]) -> list[TextScores]:
        """Score all views of all texts as one list, shortest first."""
        seen = [self._read(text) for text in texts]
        scored = iter(self._score_by_length([view.text for those in seen for view in those]))
        return [self._together([(view, next(scored)) for view in those]) for those in seen]

    def without_views(self) -> "ReadingEngine":
        """Return an engine over the same scorer that reads raw texts alone: to measure what the views are worth."""
        return ReadingEngine(self._scorer, lambda text: (View(RAW, text),))

    def _score_by_length(self, strings: Sequence[str]) -> list[StringScores]:
        if not strings:
            return []
        order = sorted(range(len(strings)), key=lambda index: len(strings[index]))
        found = self._scorer.score_strings([strings[index] for index in order])
        by_index = dict(zip(order, found, strict=True))
        return [by_index[index] for index in range(len(strings))]

    def _together(self, readings: Sequence[Reading]) -> TextScores:
        highest = {name: _highest(readings, name) for name in self.attributes}
        return TextScores(
            scores={name: own.scores[name] for name, (_, own) in highest.items()},
            views={name: view.name for name, (view, _) in highest.items()},
            spans={name: _in_raw(view, own.spans[name]) for name, (view, own) in highest.items() if name in own.spans},
            windows={
                name: view.span(*own.windows[name]) for name, (view, own) in highest.items() if name in own.windows
            },
            unread=_why_unread(readings),
        )


def _highest(readings: Sequence[Reading], attribute: str) -> Reading:
    # `max` returns the first of equals, and the raw view comes first.
    return max(readings, key=lambda reading: reading[1].scores[attribute])


def _in_raw(view: View, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Map spans to the raw text, in reading order and without repetition."""
    return tuple(sorted({view.span(begin, end) for begin, end in spans}))


def _why_unread(readings: Sequence[Reading]) -> str | None:
    """Say why the model cannot be said to have read a text, if so.

    One view that it knows is enough: emoji are unknown until they are named. But each view must be read to its end,
    for what one of them says at its end, the others may hide.
    """
    if not readings[-1][0].text.strip():
        return "The text is empty: it holds nothing but spaces and characters that cannot be seen."
    if not all(found.whole for _, found in readings):
        return "The text is too long for the model to read it to its end."
    unknown = min(found.unknown for _, found in readings)
    if unknown > MOST_UNKNOWN:
        return f"The model does not know {unknown:.0%} of the text's words, too many to judge it."
    return None
