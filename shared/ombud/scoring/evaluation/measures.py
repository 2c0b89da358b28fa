"""Figures of merit for scores against labels. Everywhere: `labels` [texts] of booleans, `scores` [texts] of 0-1."""

import math

import numpy as np
from numpy.typing import NDArray

from ombud.scoring.evaluation.figures import CurvePoint, ReliabilityBin

CALIBRATION_BINS = 10
_CURVE_STEPS = 100
_NORMAL_95 = 1.959964

Labels = NDArray[np.bool_]
Floats = NDArray[np.float64]


def auc(labels: Labels, scores: Floats) -> float:
    """Area under the ROC curve: how often a yes outscores a no, ties counting half (Mann-Whitney U)."""
    _, level, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[level]
    positives = int(labels.sum())
    wins = ranks[labels].sum() - positives * (positives + 1) / 2
    return float(wins / (positives * (len(labels) - positives)))


def calibration_error(labels: Labels, scores: Floats) -> float:
    """Mean distance between score and share of yes over ten bins, weighted by size (Naeini et al. 2015)."""
    gaps = np.bincount(_bins(scores), weights=scores - labels, minlength=CALIBRATION_BINS)
    return float(np.abs(gaps).sum() / len(scores))


def precision(labels: Labels, scores: Floats, threshold: float) -> float:
    """Share of yes among the texts that score `threshold` and more; nan where none does."""
    flagged = scores >= threshold
    count = int(flagged.sum())
    return int((flagged & labels).sum()) / count if count else math.nan


def recall(labels: Labels, scores: Floats, threshold: float) -> float:
    """Share of the yes that score `threshold` and more."""
    return int((labels & (scores >= threshold)).sum()) / int(labels.sum())


def reliability(labels: Labels, scores: Floats) -> tuple[ReliabilityBin, ...]:
    """Compare mean score and share of yes in ten bins of equal width: the reliability curve, with counts."""
    bins = _bins(scores)
    counts = np.bincount(bins, minlength=CALIBRATION_BINS)
    score_sums = np.bincount(bins, weights=scores, minlength=CALIBRATION_BINS)
    yes = np.bincount(bins, weights=labels, minlength=CALIBRATION_BINS)
    return tuple(
        ReliabilityBin(
            low=number / CALIBRATION_BINS,
            high=(number + 1) / CALIBRATION_BINS,
            count=int(count),
            mean_score=round(float(score_sums[number] / count), 4) if count else None,
            share=round(float(yes[number] / count), 4) if count else None,
        )
        for number, count in enumerate(counts)
    )


def precision_recall(labels: Labels, scores: Floats) -> tuple[CurvePoint, ...]:
    """Return the precision-recall curve from the highest threshold down, thinned to about 100 steps of recall."""
    order = np.argsort(-scores, kind="stable")
    ordered = scores[order]
    hits = np.cumsum(labels[order])
    # A threshold takes all of its ties, so only the last of equal scores is a point of the curve.
    last_of_ties = np.flatnonzero(np.diff(ordered, append=-1.0))
    reached = hits[last_of_ties] / hits[-1]
    steps = np.unique(np.searchsorted(reached, np.linspace(1 / _CURVE_STEPS, 1.0, _CURVE_STEPS)))
    return tuple(
        CurvePoint(
            threshold=round(float(ordered[at]), 4),
            precision=round(float(hits[at] / (at + 1)), 4),
            recall=round(float(hits[at] / hits[-1]), 4),
        )
        for at in last_of_ties[steps]
    )


def wilson(hits: int, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share by Wilson (1927): still honest where `hits` is 0 or all of a few."""
    square = _NORMAL_95**2
    middle = (hits + square / 2) / (count + square)
    half = _NORMAL_95 * math.sqrt(hits * (count - hits) / count + square / 4) / (count + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def _bins(scores: Floats) -> NDArray[np.int64]:
    return np.minimum((scores * CALIBRATION_BINS).astype(np.int64), CALIBRATION_BINS - 1)
