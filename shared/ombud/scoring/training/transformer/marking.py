"""From which strength on a token counts as marked: chosen on the news comments of the tuning folder."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from ombud.domain.scores import Span
from ombud.scoring.engine import Engine
from ombud.scoring.evaluation import read_rows, score_all
from ombud.scoring.marked_spans import marked_spans
from ombud.scoring.training.transformer.trained_network import TrainedNetwork

SPANS_FILE = "civil_spans_tune.csv"
_TRIED = np.arange(0.08, 0.52, 0.02)
_WITHOUT_FILE = 0.3


def fit_marked_from(data: Path, network: TrainedNetwork) -> float:
    """Return the strength 0-1 with the best mean F1 on `data`/tune, or a usual one where its file is not there."""
    path = data / "tune" / SPANS_FILE
    if not path.is_file():
        return _WITHOUT_FILE
    rows = read_rows(path)
    texts = [row["text"] for row in rows]
    wanted = [json.loads(row["spans"]) for row in rows]
    marks = network.marks(texts)

    def quality(least: float) -> float:
        found = [marked_spans(text, *own, least) for text, own in zip(texts, marks, strict=True)]
        return mean_f1(found, wanted)

    return round(float(max(_TRIED, key=quality)), 2)


def spans_f1(engine: Engine, data: Path) -> float | None:
    """Return the mean F1 on the same file of all the spans that an engine gives, as a moderator sees them."""
    path = data / "tune" / SPANS_FILE
    if not path.is_file():
        return None
    rows = read_rows(path)
    found = [
        [span for spans in one.spans.values() for span in spans]
        for one in score_all(engine, [row["text"] for row in rows])
    ]
    return round(mean_f1(found, [json.loads(row["spans"]) for row in rows]), 4)


def mean_f1(found: Sequence[Iterable[Span]], wanted: Sequence[Sequence[int]]) -> float:
    """Return the mean over texts of the F1 of character positions (SemEval-2021 task 5).

    A text with neither found nor wanted positions counts 1, one with only either of them 0.
    """
    each = []
    for spans, positions in zip(found, wanted, strict=True):
        own = {place for begin, end in spans for place in range(begin, end)}
        right = set(positions)
        each.append(2 * len(own & right) / (len(own) + len(right)) if own or right else 1.0)
    return float(np.mean(each))
