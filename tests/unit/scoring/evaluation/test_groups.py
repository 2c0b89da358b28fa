"""Comparing groups."""

import numpy as np

from ombud.scoring.evaluation.groups import SMALL, compare_groups


def test_each_group_is_measured_by_itself_and_a_small_one_said_to_be() -> None:
    labels = np.array([1, 0] * SMALL + [0, 0, 0], dtype=bool)
    scores = np.array([0.9, 0.1] * SMALL + [0.8, 0.1, 0.1])
    groups = ["sport"] * (2 * SMALL) + ["chess"] * 3
    sport, chess = compare_groups(groups, labels, scores, 0.6, np.random.default_rng(0))
    assert (sport.group, sport.rows, sport.auc, sport.flagged, sport.false_positive_rate) == (
        "sport",
        100,
        1.0,
        0.5,
        0.0,
    )
    assert (sport.small, chess.small) == (False, True)
    assert (chess.auc, chess.flagged, chess.false_positive_rate) == (None, 0.3333, 0.3333)
    assert chess.false_positive_rate_high is not None
    assert chess.false_positive_rate_high > 0.7


def test_a_group_of_yes_alone_has_no_false_positives_to_count() -> None:
    [only] = compare_groups(["x", "x"], np.array([True, True]), np.array([0.9, 0.1]), 0.6, np.random.default_rng(0))
    assert (only.false_positive_rate, only.false_positive_rate_low, only.auc, only.flagged) == (None, None, None, 0.5)
