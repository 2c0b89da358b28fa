"""From sums of weights to probabilities that mean something: Platt scaling on labels that were not learned from.

What a probability means depends on whom one asks. Wikipedia's talk pages are calm (1.5 % toxic), news comments in the
training folder were all picked for somebody's complaint. A site lies between the two, so each kind of text gets the
same say, and a score is the share of readers who would object, not the odds on the calmest site.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from ombud.domain.scores import ATTRIBUTES
from ombud.scoring.evaluation import read_rows
from ombud.scoring.linear import LinearWeights
from ombud.scoring.normalise import normalise
from ombud.scoring.training.examples import Examples

Floats = NDArray[np.float64]

_FEWEST_ROWS = 20
_HELD_OUT_FILES = ("civil_comments_spans.csv", "wikipedia_six_labels.csv", "wikipedia_soft_scores.csv")
"""Whole comments whose shares are near a site's; the other files are too one-sided to calibrate on."""

_SPAM_FILES = ("sms_spam.csv", "civil_comments_spans.csv")


@dataclass(frozen=True, slots=True)
class TuningFile:
    """A column of a file in `DATA/tune` and the attribute that it is taken for."""

    file: str
    column: str
    attribute: str


TUNING_FILES = (
    TuningFile("wikipedia_in_context.csv", "toxicity", "toxicity"),
    TuningFile("wikipedia_in_context.csv", "perspective_toxicity", "toxicity"),
    TuningFile("fox_news.csv", "hateful", "identity_attack"),
    TuningFile("edos_tune.csv", "sexist", "identity_attack"),
    TuningFile("hatemoji_tune.csv", "hateful", "identity_attack"),
    TuningFile("youtube_spam_tune.csv", "spam", "spam"),
)


def calibrate(weights: LinearWeights, examples: Examples, data: Path) -> LinearWeights:
    """Return the weights with a slope and an offset for each head, fitted on `data`/tune and held-out examples."""
    sums = weights.sums(examples.texts)
    slope, offset = weights.slope.copy(), weights.offset.copy()
    tuning = list(_tuning(weights, data))
    for head, attribute in enumerate(weights.attributes):
        groups = [*_held_out(examples, sums[:, head], attribute)]
        groups += [(found[:, head], share) for name, found, share in tuning if name == attribute]
        if groups:
            slope[head], offset[head] = platt(groups)
    return LinearWeights(weights.attributes, weights.coefficients, weights.intercept, slope, offset)


def platt(groups: list[tuple[Floats, Floats]]) -> tuple[float, float]:
    """Fit slope and offset so that `sigmoid(slope * sum + offset)` meets the shares, each group weighing the same.

    Minimises cross-entropy with a weak pull towards slope 1 and offset 0, for heads with few labels. The slope stays
    positive: calibration never turns a ranking round.
    """
    sums = np.concatenate([group[0] for group in groups])
    shares = np.concatenate([group[1] for group in groups])
    weight = np.concatenate([np.full(len(group[0]), 1.0 / len(group[0])) for group in groups]) / len(groups)

    def loss(parameters: Floats) -> float:
        slope, offset = np.exp(parameters[0]), parameters[1]
        logits = slope * sums + offset
        entropy = np.logaddexp(0.0, logits) - shares * logits
        return float((weight * entropy).sum() + 1e-4 * (parameters**2).sum())

    log_slope, offset = minimize(loss, np.zeros(2), method="Nelder-Mead").x
    return float(np.exp(log_slope)), float(offset)


def _held_out(examples: Examples, sums: Floats, attribute: str) -> Iterator[tuple[Floats, Floats]]:
    column = ATTRIBUTES.index(attribute)
    for file in _SPAM_FILES if attribute == "spam" else _HELD_OUT_FILES:
        rows = examples.held_out & (examples.weight[:, column] > 0) & (np.array(examples.file) == file)
        if rows.sum() >= _FEWEST_ROWS:
            yield sums[rows], examples.share[rows, column]


def _tuning(weights: LinearWeights, data: Path) -> Iterator[tuple[str, Floats, Floats]]:
    for known in TUNING_FILES:
        path = data / "tune" / known.file
        if path.is_file():
            rows = read_rows(path)
            sums = weights.sums([normalise(row["text"]) for row in rows])
            yield known.attribute, sums, np.array([float(row[known.column]) for row in rows])
