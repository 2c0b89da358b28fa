"""Scoring labelled texts with an engine and comparing the two."""

import math
from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from ombud.domain.errors import CallerError
from ombud.domain.scores import TextScores
from ombud.scoring.engine import Engine
from ombud.scoring.evaluation import measures
from ombud.scoring.evaluation.bootstrap import Interval, Measure, intervals
from ombud.scoring.evaluation.figures import AtThreshold, Evaluation
from ombud.scoring.evaluation.groups import compare_groups
from ombud.scoring.evaluation.labelled_texts import LabelledTexts, nearest
from ombud.scoring.evaluation.measures import Floats, Labels

THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
_FLAGGED_FROM = 0.5
_BATCH = 256

Bands = Mapping[str, float]
"""The policy's thresholds for the attribute, by the verdict that begins there."""


def evaluate(
    engine: Engine, labelled: LabelledTexts, attribute: str, seed: int = 0, bands: Bands | None = None
) -> Evaluation:
    """Score the texts and compare with their labels; `CallerError` where there is nothing to compare.

    Precision and recall are given at fixed thresholds and at those of `bands`. The same seed gives the same
    intervals.
    """
    if attribute not in engine.attributes:
        raise CallerError(
            f"Model '{engine.identity.name}' does not give '{attribute}'. {nearest(attribute, engine.attributes)}"
        )
    labels = np.array(labelled.labels, dtype=bool)
    if not labels.any() or labels.all():
        raise CallerError("The labels are all the same: there is nothing to tell apart. Both yes and no are needed.")
    scored = score_all(engine, labelled.texts)
    scores = np.array([one.scores[attribute] for one in scored], dtype=np.float64)
    random = np.random.default_rng(seed)
    at = _thresholds(bands or {})
    auc_interval, ece_interval, *of_thresholds = _intervals(at, labels, scores, random)
    flagged_from = min(bands.values()) if bands else _FLAGGED_FROM
    return Evaluation(
        model=engine.identity.name,
        version=engine.identity.version,
        attribute=attribute,
        rows=len(labels),
        positives=int(labels.sum()),
        left_out=labelled.left_out,
        unread=sum(one.unread is not None for one in scored),
        auc=round(measures.auc(labels, scores), 4),
        auc_low=auc_interval[0],
        auc_high=auc_interval[1],
        ece=round(measures.calibration_error(labels, scores), 4),
        ece_low=ece_interval[0],
        ece_high=ece_interval[1],
        thresholds=tuple(
            _at(threshold, verdict, labels, scores, of_thresholds[2 * number : 2 * number + 2])
            for number, (threshold, verdict) in enumerate(at)
        ),
        reliability=measures.reliability(labels, scores),
        precision_recall=measures.precision_recall(labels, scores),
        flagged_from=flagged_from,
        groups=compare_groups(labelled.groups, labels, scores, flagged_from, random) if labelled.groups else (),
    )


def score_all(engine: Engine, texts: Sequence[str]) -> list[TextScores]:
    """Score any number of texts, in order: in batches of texts of like length, so that none is padded for another."""
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    results: dict[int, TextScores] = {}
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        results |= zip(batch, engine.score([texts[index] for index in batch]), strict=True)
    return [results[index] for index in range(len(texts))]


def _thresholds(bands: Bands) -> list[tuple[float, str | None]]:
    """Return the fixed thresholds and the policy's, each with its verdict, rising; where both agree, the policy's."""
    of_policy = {threshold: verdict for verdict, threshold in bands.items()}
    return [(threshold, of_policy.get(threshold)) for threshold in sorted({*THRESHOLDS, *of_policy})]


def _intervals(
    at: Sequence[tuple[float, str | None]], labels: Labels, scores: Floats, random: np.random.Generator
) -> list[Interval]:
    """Return the intervals of AUC and calibration error, then of precision and recall at each threshold."""
    wanted: list[Measure] = [measures.auc, measures.calibration_error]
    for threshold, _ in at:
        wanted += [partial(measures.precision, threshold=threshold), partial(measures.recall, threshold=threshold)]
    found = intervals(wanted, labels, scores, random)
    return [interval or (math.nan, math.nan) for interval in found]


def _at(
    threshold: float, verdict: str | None, labels: Labels, scores: Floats, found: Sequence[Interval]
) -> AtThreshold:
    precision_interval, recall_interval = found
    flagged = scores >= threshold
    precise = bool(flagged.any())
    return AtThreshold(
        threshold=threshold,
        verdict=verdict,
        flagged=round(float(flagged.mean()), 4),
        precision=round(measures.precision(labels, scores, threshold), 4) if precise else None,
        precision_low=precision_interval[0] if precise else None,
        precision_high=precision_interval[1] if precise else None,
        recall=round(measures.recall(labels, scores, threshold), 4),
        recall_low=recall_interval[0],
        recall_high=recall_interval[1],
    )
