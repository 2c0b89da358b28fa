"""Measuring an engine against labels."""

from pathlib import Path

import numpy as np
import pytest

from ombud.domain.errors import CallerError
from ombud.scoring.deterministic import DeterministicEngine
from ombud.scoring.evaluation import LabelledTexts, auc, calibration_error, evaluate, read_labelled

TEXTS = LabelledTexts(
    tuple(f"{number} score:toxicity={score}" for number, score in enumerate((0.9, 0.8, 0.7, 0.4, 0.3, 0.2))),
    (1, 1, 0, 1, 0, 0),
)


def test_auc_is_the_share_of_pairs_in_the_right_order_ties_counting_half() -> None:
    labels = np.array([1, 1, 0, 0], dtype=bool)
    assert auc(labels, np.array([0.9, 0.8, 0.2, 0.1])) == 1.0
    assert auc(labels, np.array([0.1, 0.1, 0.1, 0.1])) == 0.5
    assert auc(labels, np.array([0.9, 0.3, 0.3, 0.1])) == 0.875


def test_calibration_error_is_the_gap_between_score_and_share() -> None:
    labels = np.array([1, 0, 1, 0], dtype=bool)
    assert calibration_error(labels, np.array([0.5, 0.5, 0.5, 0.5])) == 0.0
    assert calibration_error(labels, np.array([1.0, 1.0, 1.0, 1.0])) == 0.5


def test_an_evaluation_counts_what_a_threshold_would_do() -> None:
    found = evaluate(DeterministicEngine(), TEXTS, "toxicity")
    assert (found.rows, found.positives, found.auc) == (6, 3, 0.8889)
    assert found.auc_low <= found.auc <= found.auc_high
    at = {one.threshold: one for one in found.thresholds}
    assert (at[0.6].flagged, at[0.6].precision, at[0.6].recall) == (0.5, 0.6667, 0.6667)
    assert (at[0.95].flagged, at[0.95].precision, at[0.95].recall) == (0.0, None, 0.0)


def test_the_same_seed_gives_the_same_interval() -> None:
    assert evaluate(DeterministicEngine(), TEXTS, "toxicity", 7) == evaluate(
        DeterministicEngine(), TEXTS, "toxicity", 7
    )


def test_labels_that_are_all_the_same_are_refused() -> None:
    with pytest.raises(CallerError, match="nothing to tell apart"):
        evaluate(DeterministicEngine(), LabelledTexts(("a", "b"), (1, 1)), "toxicity")


def test_an_attribute_the_model_lacks_is_named_with_near_ones() -> None:
    with pytest.raises(CallerError, match=r"does not give 'toxic'\. Did you mean toxicity"):
        evaluate(DeterministicEngine(), TEXTS, "toxic")


def _csv(folder: Path, content: bytes) -> Path:
    path = folder / "labels.csv"
    path.write_bytes(content)
    return path


def test_shares_of_half_and_more_are_a_yes(tmp_path: Path) -> None:
    path = _csv(tmp_path, b'\xef\xbb\xbftext,bad\n"two\nlines",0.5\nb,0\n')
    assert read_labelled(path, "text", "bad") == LabelledTexts(("two\nlines", "b"), (1, 0))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"txt,bad\na,1\n", "no column 'text'. Did you mean txt"),
        (b"text,label\na,1\n", "no column 'bad'. There are: text, label"),
        (b"text,bad\na,1\nb,yes\n", "the label of row 2 is 'yes'"),
        (b"text,bad\na,nan\n", "the label of row 1 is 'nan'"),
        (b"text,bad\na\n", "row 1 has another number of fields"),
        (b"text,bad\na,1,2\n", "row 1 has another number of fields"),
        (b"text,bad\n\xff,1\n", "cannot be read as a CSV file in UTF-8"),
    ],
)
def test_a_file_that_is_not_as_said_gets_one_clear_sentence(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(CallerError, match=message):
        read_labelled(_csv(tmp_path, content), "text", "bad")
