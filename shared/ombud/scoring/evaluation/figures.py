"""What an evaluation found. Shares and scores are 0-1, rounded to four places; intervals are of 95 %."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AtThreshold:
    """What a threshold would do. `verdict` says which of the policy's it is, None for one of the fixed grid.

    `flagged` is the share of texts that score as high. `precision`, the share of yes among them, is None where there
    are none; `recall` is the share of the yes that is among them.
    """

    threshold: float
    verdict: str | None
    flagged: float
    precision: float | None
    precision_low: float | None
    precision_high: float | None
    recall: float
    recall_low: float
    recall_high: float


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The texts that score from `low` to below `high`: how many, their mean score, and the share of yes among them.

    The last bin includes 1. `mean_score` and `share` are None in an empty bin.
    """

    low: float
    high: float
    count: int
    mean_score: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Precision and recall where everything from `threshold` on is flagged."""

    threshold: float
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The same engine on the texts of one group.

    `flagged` is the share from the evaluation's `flagged_from` on, `false_positive_rate` the same share among the
    texts that people said no to. `auc` is None where the group lacks yes or no, the rate where it lacks no. `small`
    groups have too few texts for their figures to be told from chance.
    """

    group: str
    rows: int
    positives: int
    small: bool
    auc: float | None
    auc_low: float | None
    auc_high: float | None
    flagged: float
    false_positive_rate: float | None
    false_positive_rate_low: float | None
    false_positive_rate_high: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An engine against labels.

    `auc` is the area under the ROC curve, `ece` the expected calibration error over ten bins of equal width. Intervals
    are percentiles of 300 bootstrap resamples, those of false positive rates Wilson's. `left_out` counts the rows
    whose text the API would not accept, `unread` the texts that the model could not read in full and a worker holds.
    `flagged_from` is the policy's lowest threshold for the attribute, or .5 where it has none.
    """

    model: str
    version: str
    attribute: str
    rows: int
    positives: int
    left_out: int
    unread: int
    auc: float
    auc_low: float
    auc_high: float
    ece: float
    ece_low: float
    ece_high: float
    thresholds: tuple[AtThreshold, ...]
    reliability: tuple[ReliabilityBin, ...]
    precision_recall: tuple[CurvePoint, ...]
    flagged_from: float
    groups: tuple[GroupFigures, ...]
