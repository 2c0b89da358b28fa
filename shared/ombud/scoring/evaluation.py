"""How well an engine's scores agree with people's labels."""

import csv
import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ombud.domain.errors import CallerError
from ombud.scoring.engine import Engine

THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
_CALIBRATION_BINS = 10
_RESAMPLES = 300
_BATCH = 256

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LabelledTexts:
    """Texts and their labels: 1 where people said yes, 0 where they said no. The two have one length."""

    texts: tuple[str, ...]
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AtThreshold:
    """What a threshold would do: shares 0-1. `precision` is None where nothing scores as high."""

    threshold: float
    flagged: float
    precision: float | None
    recall: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An engine against labels.

    `auc` is the area under the ROC curve, `auc_low` and `auc_high` its 95 % interval by bootstrap (percentiles of 300
    resamples); `ece` the expected calibration error over ten bins of equal width, 0-1.
    """

    model: str
    version: str
    attribute: str
    rows: int
    positives: int
    auc: float
    auc_low: float
    auc_high: float
    ece: float
    thresholds: tuple[AtThreshold, ...]


def read_labelled(path: Path, text: str, label: str) -> LabelledTexts:
    """Read the columns `text` and `label` (0, 1, or a share of yes, of which .5 and more is a yes) of a CSV file.

    `CallerError` names a column that is missing, with the nearest names there are, or the line whose label is no
    number from 0 to 1.
    """
    rows = read_rows(path)
    for column in (text, label):
        if rows and column not in rows[0]:
            raise CallerError(f"{path} has no column '{column}'. {_nearest(column, list(rows[0]))}")
    labels = [_label(path, number, row[label]) for number, row in enumerate(rows, start=1)]
    return LabelledTexts(tuple(row[text] for row in rows), tuple(labels))


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a UTF-8 CSV file with a header; `CallerError` where it is none or its rows do not fit the header."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CallerError(f"{path} cannot be read as a CSV file in UTF-8: {error}.") from None
    for number, row in enumerate(rows, start=1):
        if None in row or None in row.values():
            raise CallerError(f"{path}: row {number} has another number of fields than the header.")
    return rows


def evaluate(engine: Engine, labelled: LabelledTexts, attribute: str, seed: int = 0) -> Evaluation:
    """Score the texts and compare with their labels; `CallerError` where there is nothing to compare.

    The same seed gives the same interval.
    """
    if attribute not in engine.attributes:
        raise CallerError(
            f"Model '{engine.identity.name}' does not give '{attribute}'. {_nearest(attribute, engine.attributes)}"
        )
    labels = np.array(labelled.labels, dtype=bool)
    if not labels.any() or labels.all():
        raise CallerError("The labels are all the same: there is nothing to tell apart. Both yes and no are needed.")
    scores = scores_of(engine, labelled.texts, attribute)
    low, high = _auc_interval(labels, scores, np.random.default_rng(seed))
    return Evaluation(
        model=engine.identity.name,
        version=engine.identity.version,
        attribute=attribute,
        rows=len(labels),
        positives=int(labels.sum()),
        auc=round(auc(labels, scores), 4),
        auc_low=round(low, 4),
        auc_high=round(high, 4),
        ece=round(calibration_error(labels, scores), 4),
        thresholds=tuple(_at(threshold, labels, scores) for threshold in THRESHOLDS),
    )


def scores_of(engine: Engine, texts: Sequence[str], attribute: str) -> Floats:
    """Return the engine's scores for one attribute, [texts]."""
    found: list[float] = []
    for start in range(0, len(texts), _BATCH):
        found.extend(result.scores[attribute] for result in engine.score(texts[start : start + _BATCH]))
    return np.array(found, dtype=np.float64)


def auc(labels: NDArray[np.bool_], scores: Floats) -> float:
    """Area under the ROC curve: how often a yes outscores a no, ties counting half (Mann-Whitney U)."""
    _, level, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[level]
    positives = int(labels.sum())
    wins = ranks[labels].sum() - positives * (positives + 1) / 2
    return float(wins / (positives * (len(labels) - positives)))


def calibration_error(labels: NDArray[np.bool_], scores: Floats) -> float:
    """Mean distance between score and share of yes over ten bins, weighted by size (Naeini et al. 2015)."""
    bins = np.minimum((scores * _CALIBRATION_BINS).astype(int), _CALIBRATION_BINS - 1)
    gaps = np.bincount(bins, weights=scores - labels, minlength=_CALIBRATION_BINS)
    return float(np.abs(gaps).sum() / len(scores))


def _auc_interval(labels: NDArray[np.bool_], scores: Floats, random: np.random.Generator) -> tuple[float, float]:
    # Yes and no are drawn apart, so that no resample lacks one of them.
    yes, no = scores[labels], scores[~labels]
    sample_labels = np.arange(len(labels)) < len(yes)
    areas = [
        auc(sample_labels, np.concatenate((random.choice(yes, len(yes)), random.choice(no, len(no)))))
        for _ in range(_RESAMPLES)
    ]
    low, high = np.percentile(areas, (2.5, 97.5))
    return float(low), float(high)


def _at(threshold: float, labels: NDArray[np.bool_], scores: Floats) -> AtThreshold:
    flagged = scores >= threshold
    hits = int((flagged & labels).sum())
    return AtThreshold(
        threshold=threshold,
        flagged=round(float(flagged.mean()), 4),
        precision=round(hits / int(flagged.sum()), 4) if flagged.any() else None,
        recall=round(hits / int(labels.sum()), 4),
    )


def _label(path: Path, number: int, value: str) -> int:
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0.0 <= share <= 1.0:
        raise CallerError(f"{path}: the label of row {number} is '{value[:20]}'; labels are numbers from 0 to 1.")
    return int(share >= 0.5)


def _nearest(name: str, names: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, names, n=3)
    return f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(names)}."
