"""Figures as a reason to let a model in."""

from pathlib import Path

import pytest

from ombud.domain.errors import ModelError
from ombud.scoring.admission.evidence import Evidence, Labels, measured_figures
from ombud.scoring.deterministic import DeterministicEngine
from ombud.scoring.evaluation import LabelledTexts

GOOD, BAD = "score:toxicity=0.9", "score:toxicity=0.1"


def labels(*texts: str) -> Labels:
    return Labels(Path("some/labels.csv"), "toxicity", LabelledTexts(texts, tuple(i % 2 for i in range(len(texts)))))


def test_without_labels_nothing_is_measured() -> None:
    assert measured_figures(DeterministicEngine(), Evidence({}, None, print)) == ()


def test_a_figure_names_its_labels_and_its_interval() -> None:
    told: list[str] = []
    (figure,) = measured_figures(DeterministicEngine(), Evidence({}, labels(*[BAD, GOOD] * 10), told.append))
    assert (figure.measured_on, figure.rows, figure.positives, figure.auc) == ("labels.csv", 20, 10, 1.0)
    assert "AUC 1.000" in told[0]


def test_a_model_that_may_be_guessing_is_not_let_in() -> None:
    guessing = labels(GOOD, GOOD, BAD, BAD)
    with pytest.raises(ModelError, match=r"not admitted: on some/labels\.csv its AUC is 0\.500"):
        measured_figures(DeterministicEngine(), Evidence({}, guessing, print))
