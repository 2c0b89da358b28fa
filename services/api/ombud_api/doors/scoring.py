"""Scoring for doors: whatever goes wrong becomes one error, which each door answers as its site chose."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import structlog

from ombud.domain.errors import OmbudError
from ombud.domain.scores import ATTRIBUTES, TextScores
from ombud.observability.door_metrics import count_door_failure
from ombud.pipeline.score import ScoringFailed
from ombud_api.doors.entrance import DoorName
from ombud_api.doors.readable import readable_pieces
from ombud_api.judge import Judge

log = structlog.get_logger(__name__)

Found = TypeVar("Found")


class UnscoredError(OmbudError):
    """A text could not be scored just now; says why."""

    code = "unscored"
    title = "The text could not be scored"


def scores_of(judge: Judge, door: DoorName, texts: Sequence[str]) -> list[Mapping[str, float]]:
    """Return the scores of each text, the highest of its pieces; `UnscoredError`, counted, where one cannot be had."""
    return _or_unscored(door, lambda: [_highest(_scored(judge, readable_pieces(text))) for text in texts])


def _or_unscored(door: DoorName, work: Callable[[], Found]) -> Found:
    try:
        return work()
    except Exception as error:
        count_door_failure(door)
        log.warning("door_could_not_score", door=door.value, error=type(error).__name__)
        detail = str(error) if isinstance(error, OmbudError) else "Scoring failed on our side."
        raise UnscoredError(detail) from error


def _scored(judge: Judge, pieces: Sequence[str]) -> list[TextScores]:
    found = []
    for scored in judge.score(pieces):
        if isinstance(scored, ScoringFailed):
            raise UnscoredError(scored.explanation)
        found.append(scored)
    return found


def _highest(scored: Sequence[TextScores]) -> Mapping[str, float]:
    return {name: max(one.scores[name] for one in scored) for name in ATTRIBUTES if name in scored[0].scores}
