"""`ombud model`, command by command."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from ombud.cli.model import model
from ombud.domain.errors import ModelError, SettingsError
from ombud.scoring.models.catalogue import LINEAR
from ombud.scoring.models.folders import SHIPPED
from ombud.settings import load_settings


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMBUD_DATA_DIR", str(tmp_path / "data"))


def test_list_names_models_and_marks_weak_attributes() -> None:
    result = CliRunner().invoke(model, ["list"])
    assert result.exit_code == 0
    assert "linear" in result.output
    assert "threat (weak)" in result.output
    assert "detoxify-unbiased (to be fetched)" in result.output
    assert "published 0.9374" in result.output


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


def test_fetch_knows_near_names(tmp_path: Path) -> None:
    result = CliRunner().invoke(model, ["fetch", "unbiased"])
    assert isinstance(result.exception, ModelError)
    assert "Did you mean detoxify-unbiased" in str(result.exception)


def test_half_a_table_of_labels_is_wrong_use(tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("comment,bad\n")
    result = CliRunner().invoke(model, ["fetch", "detoxify-unbiased", "--csv", str(labels), "--text", "comment"])
    assert result.exit_code == 2
    assert "--csv, --text, --label and --attribute go together" in result.output


@pytest.mark.parametrize("mirror", ["file:///srv/models", "mirror.example", "http://"])
def test_a_mirror_that_is_no_address_is_named(mirror: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMBUD_MODEL_MIRROR", mirror)
    with pytest.raises(SettingsError, match=r"OMBUD_MODEL_MIRROR: .*such as https://"):
        load_settings()


def test_a_folder_with_none_of_the_published_checkpoints_is_told_their_names(tmp_path: Path) -> None:
    result = CliRunner().invoke(model, ["import", str(tmp_path)])
    assert isinstance(result.exception, ModelError)
    assert "holds no checkpoint of Detoxify's" in str(result.exception)
    assert "toxic_debiased-c7548aa0.ckpt" in str(result.exception)


@pytest.mark.parametrize(
    "command", ["list", "fetch", "import", "export", "verify", "evaluate", "golden", "screen", "train"]
)
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
