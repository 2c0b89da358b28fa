"""How far a figure might have come out otherwise: intervals by bootstrap."""

from collections.abc import Callable, Sequence

import numpy as np

from ombud.scoring.evaluation.measures import Floats, Labels

RESAMPLES = 300

Measure = Callable[[Labels, Floats], float]
Interval = tuple[float, float]


def intervals(
    measures: Sequence[Measure], labels: Labels, scores: Floats, random: np.random.Generator
) -> list[Interval | None]:
    """Return the 95 % interval of each measure: percentiles of 300 resamples, the same resamples for all.

    Yes and no are drawn apart, so that no resample lacks one of them and the share of yes stays what it is. None
    where a measure is nan in every resample.
    """
    yes, no = scores[labels], scores[~labels]
    sample_labels = np.arange(len(labels)) < len(yes)
    drawn = np.empty((RESAMPLES, len(measures)))
    for number in range(RESAMPLES):
        sample = np.concatenate((random.choice(yes, len(yes)), random.choice(no, len(no))))
        drawn[number] = [measure(sample_labels, sample) for measure in measures]
    return [_percentiles(drawn[:, column]) for column in range(len(measures))]


def _percentiles(drawn: Floats) -> Interval | None:
    known = drawn[~np.isnan(drawn)]
    if not len(known):
        return None
    low, high = np.percentile(known, (2.5, 97.5))
    return round(float(low), 4), round(float(high), 4)
