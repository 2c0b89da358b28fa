"""How well an engine's scores agree with people's labels."""

from ombud.scoring.evaluation.comparison import evaluate, score_all
from ombud.scoring.evaluation.figures import AtThreshold, Evaluation
from ombud.scoring.evaluation.labelled_texts import LabelledTexts, read_labelled, read_rows
from ombud.scoring.evaluation.measures import auc, calibration_error

__all__ = [
    "AtThreshold",
    "Evaluation",
    "LabelledTexts",
    "auc",
    "calibration_error",
    "evaluate",
    "read_labelled",
    "read_rows",
    "score_all",
]
