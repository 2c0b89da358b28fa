"""Intervals by bootstrap."""

import math

import numpy as np
import pytest

from ombud.scoring.evaluation.bootstrap import intervals
from ombud.scoring.evaluation.measures import auc, recall


def test_an_interval_holds_the_figure_and_narrows_with_more_texts() -> None:
    rng = np.random.default_rng(1)
    widths = []
    for count in (60, 6000):
        labels = np.arange(count) % 3 == 0
        scores = np.clip(rng.normal(0.4 + 0.2 * labels, 0.2), 0, 1)
        [found] = intervals([auc], labels, scores, rng)
        assert found is not None
        assert found[0] <= auc(labels, scores) <= found[1]
        widths.append(found[1] - found[0])
    assert widths[1] < widths[0] / 5


def test_the_interval_of_a_share_is_that_of_the_binomial() -> None:
    labels = np.arange(1000) < 400
    scores = np.where(np.arange(1000) % 4 == 0, 0.9, 0.1)
    [found] = intervals([lambda yes, s: recall(yes, s, 0.5)], labels, scores, np.random.default_rng(2))
    spread = 1.96 * math.sqrt(0.25 * 0.75 / 400)
    assert found == pytest.approx((0.25 - spread, 0.25 + spread), abs=0.012)


def test_what_is_never_known_has_no_interval() -> None:
    labels = np.array([True, False])
    assert intervals([lambda _yes, _scores: math.nan], labels, np.array([0.5, 0.5]), np.random.default_rng(0)) == [None]
