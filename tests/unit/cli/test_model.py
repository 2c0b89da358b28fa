"""`ombud model`, command by command."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from ombud.cli.model import model
from ombud.scoring.models.catalogue import SHIPPED


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


@pytest.mark.parametrize("command", ["list", "verify", "evaluate", "golden", "train"])
def test_every_command_has_a_help_text(command: str) -> None:
    result = CliRunner().invoke(model, [command, "--help"])
    assert result.exit_code == 0
    assert len(result.output) > 100
