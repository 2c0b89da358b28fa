"""Scores of the golden set, stored for each version of a model."""

from pathlib import Path

import pytest

from ombud.domain.decision import Verdict
from ombud.domain.errors import ModelError
from ombud.domain.scores import ModelIdentity
from ombud.scoring.golden.stored_scores import GoldenOutcome, read_stored, stored_file, write_stored

MODEL = ModelIdentity("linear", "0123456789ab")


def test_what_is_written_is_read_back_with_four_decimals(tmp_path: Path) -> None:
    outcomes = {
        "aa": GoldenOutcome(Verdict.HOLD, {"toxicity": 0.5, "spam": 0.12345}),
        "bb": GoldenOutcome(Verdict.APPROVE, {"toxicity": 0.0, "spam": 1.0}),
    }
    path = write_stored(tmp_path, MODEL, ("toxicity", "spam"), outcomes)
    assert path.read_text("utf-8").splitlines()[1] == "aa\thold\t0.5000\t0.1235"
    assert read_stored(tmp_path, MODEL)["bb"] == outcomes["bb"]


def test_another_version_has_no_stored_scores_and_the_error_says_how_to_store_them(tmp_path: Path) -> None:
    write_stored(tmp_path, MODEL, ("toxicity",), {})
    with pytest.raises(ModelError, match=r"No scores of 'linear' ffff are stored in .* --write"):
        read_stored(tmp_path, ModelIdentity("linear", "ffff"))


@pytest.mark.parametrize(
    "content", ["text\tverdict\ttoxicity\naa\tmaybe\t0.5\n", "text\tverdict\ttoxicity\naa\thold\n", "x\n1\n"]
)
def test_a_file_that_is_no_such_is_named(tmp_path: Path, content: str) -> None:
    stored_file(tmp_path, MODEL).write_text(content)
    with pytest.raises(ModelError, match=r"linear-0123456789ab\.tsv cannot be read as stored scores"):
        read_stored(tmp_path, MODEL)


def test_a_models_name_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    assert stored_file(tmp_path, ModelIdentity("../../x", "1")).parent == tmp_path
