"""Whether an engine treats texts of one group as it treats those of another."""

from collections.abc import Sequence

import numpy as np

from ombud.scoring.evaluation.bootstrap import Interval, intervals
from ombud.scoring.evaluation.figures import GroupFigures
from ombud.scoring.evaluation.measures import Floats, Labels, auc, wilson

SMALL = 50
"""A group with fewer texts is said to be small: its shares are uncertain by a seventh and more."""


def compare_groups(
    groups: Sequence[str], labels: Labels, scores: Floats, flagged_from: float, random: np.random.Generator
) -> tuple[GroupFigures, ...]:
    """Measure each group by itself, the largest first. `groups` names the group of each text."""
    of_text = np.array(groups, dtype=object)
    names, counts = np.unique(of_text, return_counts=True)
    ordered = sorted(zip(names.tolist(), counts.tolist(), strict=True), key=lambda found: (-found[1], found[0]))
    return tuple(
        _measure(name, labels[of_text == name], scores[of_text == name], flagged_from, random) for name, _ in ordered
    )


def _measure(
    name: str, labels: Labels, scores: Floats, flagged_from: float, random: np.random.Generator
) -> GroupFigures:
    flagged = scores >= flagged_from
    yes, no = int(labels.sum()), int((~labels).sum())
    area = round(auc(labels, scores), 4) if yes and no else None
    [area_interval] = intervals([auc], labels, scores, random) if yes and no else [None]
    wrongly = int((flagged & ~labels).sum())
    rate_interval = _rounded(wilson(wrongly, no)) if no else None
    return GroupFigures(
        group=name,
        rows=len(labels),
        positives=yes,
        small=len(labels) < SMALL,
        auc=area,
        auc_low=area_interval[0] if area_interval else None,
        auc_high=area_interval[1] if area_interval else None,
        flagged=round(float(flagged.mean()), 4),
        false_positive_rate=round(wrongly / no, 4) if no else None,
        false_positive_rate_low=rate_interval[0] if rate_interval else None,
        false_positive_rate_high=rate_interval[1] if rate_interval else None,
    )


def _rounded(interval: Interval) -> Interval:
    return round(interval[0], 4), round(interval[1], 4)
