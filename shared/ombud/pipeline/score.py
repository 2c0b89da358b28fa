"""Scoring a batch of texts. One text that the engine cannot bear never takes its batch-mates with it."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from celery.exceptions import SoftTimeLimitExceeded

from ombud.domain.scores import TextScores
from ombud.scoring.engine import Engine

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ScoringFailed:
    """A text for which the engine gave no score, and why. Such a comment is held."""

    explanation: str


def score(engine: Engine, texts: Sequence[str]) -> list[TextScores | ScoringFailed]:
    """Score texts as one batch sorted by length; where that fails, each alone. One result per text, in order.

    `SoftTimeLimitExceeded` goes through: it says that this worker's time is up, not what the engine made of a text.
    """
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    try:
        results: list[TextScores | ScoringFailed] = list(engine.score([texts[index] for index in order]))
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:  # noqa: BLE001  whatever an engine raises, its batch must be decided
        log.warning("batch_not_scored", size=len(texts), error=type(error).__name__)
        results = [_score_alone(engine, texts[index]) for index in order]
    by_index = dict(zip(order, results, strict=True))
    return [by_index[index] for index in range(len(texts))]


def _score_alone(engine: Engine, text: str) -> TextScores | ScoringFailed:
    try:
        return engine.score([text])[0]
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:  # noqa: BLE001  as above
        log.warning("text_not_scored", length=len(text), error=type(error).__name__)
        return ScoringFailed(f"The model failed on this text ({type(error).__name__}).")
