"""How much of what a model finds it still finds when people disguise their words, and what views cost the innocent."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from ombud.bench.attacks import ATTACKS, Attack, disguise
from ombud.domain.errors import CallerError
from ombud.domain.scores import TextScores
from ombud.scoring.engine import Engine
from ombud.scoring.evaluation import LabelledTexts
from ombud.scoring.reading import ReadingEngine
from ombud.scoring.views.of_text import views

_BATCH = 64


@dataclass(frozen=True, slots=True)
class AttackFigures:
    """Shares 0-1 of the toxic texts that are held under an attack; `kept` is that share of the clean recall."""

    attack: str
    recall: float
    kept: float
    recall_without_views: float


@dataclass(frozen=True, slots=True)
class EvasionFigures:
    """What is held at `threshold`: toxic texts as they are and under each attack, and harmless texts as they are."""

    model: str
    version: str
    attribute: str
    threshold: float
    toxic: int
    harmless: int
    recall: float
    false_holds: float
    false_holds_without_views: float
    views_a_harmless_text: float
    attacks: tuple[AttackFigures, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """An engine, the score from which a text counts as held, and whether all words are disguised or only the telling.

    Telling are the words that the engine itself names as the cause of a text's score.
    """

    engine: ReadingEngine
    attribute: str
    threshold: float
    all_words: bool = False
    seed: int = 0

    def figures(self, labelled: LabelledTexts, most: int) -> EvasionFigures:
        """Attack at most `most` toxic texts, and score as many harmless ones. `CallerError` where a kind is missing."""
        toxic, harmless = (self._drawn(labelled, label, most) for label in (1, 0))
        if not toxic or not harmless:
            raise CallerError("The file needs texts of both labels: some to attack, some that must not be held.")
        plain = self.engine.without_views()
        clean = _scored(self.engine, toxic)
        recall = self._held(clean)
        return EvasionFigures(
            model=self.engine.identity.name,
            version=self.engine.identity.version,
            attribute=self.attribute,
            threshold=self.threshold,
            toxic=len(toxic),
            harmless=len(harmless),
            recall=round(recall, 4),
            false_holds=round(self._held(_scored(self.engine, harmless)), 4),
            false_holds_without_views=round(self._held(_scored(plain, harmless)), 4),
            views_a_harmless_text=round(sum(len(views(text)) for text in harmless) / len(harmless), 3),
            attacks=tuple(self._attacked(name, attack, toxic, clean, recall) for name, attack in ATTACKS.items()),
        )

    def _attacked(
        self, name: str, attack: Attack, toxic: Sequence[str], clean: Sequence[TextScores], recall: float
    ) -> AttackFigures:
        random = Random(f"{self.seed}-{name}")
        places = [() if self.all_words else found.spans.get(self.attribute, ()) for found in clean]
        texts = [disguise(text, attack, where, random) for text, where in zip(toxic, places, strict=True)]
        held = self._held(_scored(self.engine, texts))
        without = self._held(_scored(self.engine.without_views(), texts))
        return AttackFigures(name, round(held, 4), round(held / recall, 4) if recall else 0.0, round(without, 4))

    def _drawn(self, labelled: LabelledTexts, label: int, most: int) -> list[str]:
        texts = [text for text, own in zip(labelled.texts, labelled.labels, strict=True) if own == label]
        return Random(self.seed).sample(texts, min(most, len(texts)))

    def _held(self, scored: Sequence[TextScores]) -> float:
        held = [found.unread is not None or found.scores[self.attribute] >= self.threshold for found in scored]
        return sum(held) / len(held)


def _scored(engine: Engine, texts: Sequence[str]) -> list[TextScores]:
    return [found for start in range(0, len(texts), _BATCH) for found in engine.score(texts[start : start + _BATCH])]
