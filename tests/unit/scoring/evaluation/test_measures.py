"""Figures of merit, against values worked out by hand and against scikit-learn's."""

import math

import numpy as np
import pytest

from ombud.scoring.evaluation.measures import (
    auc,
    calibration_error,
    precision,
    precision_recall,
    recall,
    reliability,
    wilson,
)

LABELS = np.array([1, 1, 0, 0], dtype=bool)


def test_auc_is_the_share_of_pairs_in_the_right_order_ties_counting_half() -> None:
    assert auc(LABELS, np.array([0.9, 0.8, 0.2, 0.1])) == 1.0
    assert auc(LABELS, np.array([0.1, 0.1, 0.1, 0.1])) == 0.5
    assert auc(LABELS, np.array([0.9, 0.3, 0.3, 0.1])) == 0.875


def test_calibration_error_is_the_gap_between_score_and_share() -> None:
    labels = np.array([1, 0, 1, 0], dtype=bool)
    assert calibration_error(labels, np.array([0.5, 0.5, 0.5, 0.5])) == 0.0
    assert calibration_error(labels, np.array([1.0, 1.0, 1.0, 1.0])) == 0.5


def test_a_threshold_takes_the_texts_that_score_just_as_high() -> None:
    scores = np.array([0.9, 0.6, 0.6, 0.1])
    assert precision(LABELS, scores, 0.6) == pytest.approx(2 / 3)
    assert recall(LABELS, scores, 0.6) == 1.0
    assert recall(LABELS, scores, 0.61) == 0.5
    assert math.isnan(precision(LABELS, scores, 0.95))


def test_every_text_is_in_one_bin_of_the_reliability_curve_and_empty_bins_say_so() -> None:
    bins = reliability(LABELS, np.array([1.0, 0.95, 0.9, 0.0]))
    assert [one.count for one in bins] == [1, 0, 0, 0, 0, 0, 0, 0, 0, 3]
    assert (bins[9].mean_score, bins[9].share) == (0.95, 0.6667)
    assert (bins[1].mean_score, bins[1].share) == (None, None)


def test_the_calibration_error_is_the_weighted_gap_of_the_reliability_curve() -> None:
    rng = np.random.default_rng(3)
    labels, scores = rng.random(500) < 0.3, rng.random(500)
    gaps = [abs(one.mean_score - one.share) * one.count / 500 for one in reliability(labels, scores) if one.count]  # type: ignore[operator]
    assert calibration_error(labels, scores) == pytest.approx(sum(gaps), abs=1e-4)


def test_the_precision_recall_curve_lies_on_scikit_learns() -> None:
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is not installed: nothing to compare with.")
    rng = np.random.default_rng(5)
    labels = rng.random(800) < 0.2
    scores = np.array(np.clip(rng.normal(0.3 + 0.3 * labels, 0.2), 0, 1).round(2), dtype=np.float64)
    precisions, recalls, thresholds = metrics.precision_recall_curve(labels, scores)
    theirs = {
        round(float(t), 4): (round(float(p), 4), round(float(r), 4))
        for p, r, t in zip(precisions[:-1], recalls[:-1], thresholds, strict=True)
    }
    ours = precision_recall(labels, scores)
    assert all(theirs[one.threshold] == (one.precision, one.recall) for one in ours)
    assert ours[-1].recall == 1.0
    assert [one.recall for one in ours] == sorted(one.recall for one in ours)


def test_wilsons_interval_is_as_published_and_honest_about_none_of_few() -> None:
    # Newcombe 1998, table I: 81 of 263 and 15 of 148.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=1e-4)
    low, high = wilson(0, 12)
    assert low == 0.0
    assert high > 0.2
