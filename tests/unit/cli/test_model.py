"""`ombud model`, command by command."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from ombud.cli.model import model
from ombud.domain.errors import CallerError
from ombud.scoring.models.catalogue import LINEAR, SHIPPED


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    path = tmp_path / "labels.csv"
    path.write_text("comment,bad\nscore:toxicity=0.9,1\nscore:toxicity=0.1,0\n")
    return path


def test_list_names_models_and_marks_weak_attributes() -> None:
    result = CliRunner().invoke(model, ["list"])
    assert result.exit_code == 0
    assert "linear" in result.output
    assert "threat (weak)" in result.output


def test_list_as_json_is_one_document() -> None:
    result = CliRunner().invoke(model, ["list", "--json"])
    assert "linear" in [entry["name"] for entry in json.loads(result.output)]


def test_verify_exits_0_when_all_is_well_and_1_when_not(tmp_path: Path) -> None:
    assert CliRunner().invoke(model, ["verify"]).exit_code == 0
    copy = shutil.copytree(SHIPPED / "linear", tmp_path / "linear")
    (copy / "weights.npz").unlink()
    result = CliRunner().invoke(model, ["verify", str(copy)])
    assert result.exit_code == 1
    assert "is missing" in result.output


def test_evaluate_prints_a_table_or_json(labels: Path) -> None:
    options = [
        str(labels),
        "--text",
        "comment",
        "--label",
        "bad",
        "--attribute",
        "toxicity",
        "--model",
        "deterministic",
    ]
    table = CliRunner().invoke(model, ["evaluate", *options])
    assert table.exit_code == 0
    assert "AUC 1.0000" in table.output
    document = json.loads(CliRunner().invoke(model, ["evaluate", *options, "--json"]).output)
    assert (document["auc"], document["rows"]) == (1.0, 2)


def test_evaluate_with_a_wrong_column_raises_a_sentence_and_with_a_wrong_attribute_is_wrong_use(labels: Path) -> None:
    wrong = CliRunner().invoke(
        model, ["evaluate", str(labels), "--text", "coment", "--label", "bad", "--attribute", "spam"]
    )
    assert isinstance(wrong.exception, CallerError)
    assert "Did you mean comment?" in str(wrong.exception)
    assert CliRunner().invoke(model, ["evaluate", str(labels), "--attribute", "nonsense"]).exit_code == 2


@pytest.mark.parametrize("command", ["list", "verify", "evaluate", "train"])
def test_every_command_has_a_help_text(command: str) -> None:
    result = CliRunner().invoke(model, [command, "--help"])
    assert result.exit_code == 0
    assert len(result.output) > 100


def test_a_screen_is_set_and_written_into_the_models_folder(tmp_path: Path) -> None:
    folder, tune = tmp_path / "full", tmp_path / "data" / "tune"
    shutil.copytree(LINEAR, folder)
    tune.mkdir(parents=True)
    calm = [f"Thank you for the article about bus line {number}." for number in range(300)]
    rude = [f"You are a stupid idiot, number {number}." for number in range(60)]
    (tune / "fox_news.csv").write_text("\n".join(["text", *(f'"{text}"' for text in calm + rude)]) + "\n")
    result = CliRunner().invoke(model, ["screen", str(folder), "--data", str(tmp_path / "data")])
    assert result.exit_code == 0, result.output
    assert "300 of 360 comments spared; of 60 that the model holds, 0 missed" in result.output
    verified = CliRunner().invoke(model, ["verify", str(folder)])
    assert verified.exit_code == 0
    assert (folder / "screen.json").is_file()
