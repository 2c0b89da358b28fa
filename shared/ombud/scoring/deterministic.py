"""A scorer for tests: it knows nothing, answers at once, and always the same."""

import hashlib
import os
import re
import signal
import time
from collections.abc import Sequence

from ombud.domain.scores import ATTRIBUTES, ModelIdentity, TextScores

_COMMANDED = re.compile(rf"\bscore:({'|'.join(ATTRIBUTES)})=(0(?:\.\d{{1,4}})?|1(?:\.0{{1,4}})?)(?![\d.]*\d)")
KILLING = "crash:now"
_HARMLESS_SHARE = 0.8
_HARMLESS_BELOW = 0.2


class DeterministicEngine:
    """Scores by a hash of the text: four in five texts have all scores under .2, the rest spread over 0-1.

    A text that contains `score:toxicity=0.83` gets exactly that score for the attribute, and a span over the phrase;
    any number of such phrases may stand in a text, the last for an attribute counts. A text that contains `crash:now`
    kills the process, as a fault in a native library would. `delay_ms` keeps the processor busy for so long per text,
    as a real model would.
    """

    def __init__(self, delay_ms: float = 0.0) -> None:
        self._delay = delay_ms / 1000

    @property
    def identity(self) -> ModelIdentity:
        """Named so that nobody takes its decisions for real ones."""
        return ModelIdentity("deterministic", "1")

    @property
    def attributes(self) -> tuple[str, ...]:
        """All eight."""
        return ATTRIBUTES

    @property
    def languages(self) -> None:
        """All are the same to a hash."""
        return None

    def score(self, texts: Sequence[str]) -> list[TextScores]:
        """Score each text by itself."""
        return [self._score(text) for text in texts]

    def _score(self, text: str) -> TextScores:
        busy_until = time.perf_counter() + self._delay
        while time.perf_counter() < busy_until:
            pass
        if KILLING in text:
            os.kill(os.getpid(), signal.SIGKILL)
        scores = _hashed_scores(text)
        spans: dict[str, tuple[tuple[int, int], ...]] = {}
        for phrase in _COMMANDED.finditer(text):
            scores[phrase[1]] = float(phrase[2])
            spans[phrase[1]] = (phrase.span(),)
        return TextScores(scores, dict.fromkeys(ATTRIBUTES, "raw"), spans)


def _hashed_scores(text: str) -> dict[str, float]:
    # surrogatepass: a stand-in must not be pickier than the engines it stands in for.
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4 * (len(ATTRIBUTES) + 1)).digest()
    chance, *values = (int.from_bytes(digest[i : i + 4]) / 2**32 for i in range(0, len(digest), 4))
    ceiling = _HARMLESS_BELOW - 0.0001 if chance < _HARMLESS_SHARE else 1.0
    return {name: round(value * ceiling, 4) for name, value in zip(ATTRIBUTES, values, strict=True)}
