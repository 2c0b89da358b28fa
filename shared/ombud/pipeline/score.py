"""Scoring a batch of texts. One text that the engine cannot bear never takes its batch-mates with it."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from celery.exceptions import SoftTimeLimitExceeded

from ombud.domain.scores import ModelIdentity, TextScores
from ombud.messaging.score_cache import ScoreCache
from ombud.scoring.engine import Engine
from ombud.scoring.normalise import NORMALISER_VERSION

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ScoringFailed:
    """A text for which the engine gave no score, and why. Such a comment is held."""

    explanation: str


def score(engine: Engine, texts: Sequence[str], cache: ScoreCache | None = None) -> list[TextScores | ScoringFailed]:
    """Score texts as one batch sorted by length; where that fails, each alone. One result per text, in order.

    With a cache, a text that this engine scored a while ago is not scored again, nor is one that stands in the batch
    twice. The very same text, that is: views and spans depend on what normalising takes away.

    `SoftTimeLimitExceeded` goes through: it says that this worker's time is up, not what the engine made of a text.
    """
    if cache is None:
        return _score_batch(engine, texts)
    edition = _edition(engine.identity)
    recalled = dict(zip(texts, cache.recall(edition, texts), strict=True))
    known: dict[str, TextScores | ScoringFailed] = {text: found for text, found in recalled.items() if found}
    unknown = [text for text in recalled if text not in known]
    fresh = dict(zip(unknown, _score_batch(engine, unknown) if unknown else [], strict=True))
    cache.keep(edition, {text: found for text, found in fresh.items() if isinstance(found, TextScores)})
    by_text = known | fresh
    return [by_text[text] for text in texts]


def _edition(model: ModelIdentity) -> str:
    """Name all that the scores of a text depend on, but the text."""
    return f"{model.name}\0{model.version}\0{NORMALISER_VERSION}"


def _score_batch(engine: Engine, texts: Sequence[str]) -> list[TextScores | ScoringFailed]:
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
