"""`ombud model golden`."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from ombud.cli.model import model
from ombud.domain.errors import ModelError


def run(*options: str) -> Result:
    return CliRunner().invoke(model, ["golden", "--model", "deterministic", *options])


def test_it_stores_then_finds_that_nothing_moved_then_finds_what_did(tmp_path: Path) -> None:
    folder = ("--stored", str(tmp_path))
    assert isinstance(run(*folder).exception, ModelError)
    assert "300 texts are stored in" in run(*folder, "--write").output
    same = run(*folder)
    assert (same.exit_code, same.output) == (0, "300 texts: no verdict and no score has moved.\n")
    [stored] = tmp_path.iterdir()
    stored.write_text(stored.read_text().replace("\tapprove\t", "\thold\t", 1))
    moved = run(*folder, "--json")
    assert moved.exit_code == 1
    assert "the verdict was hold and is approve." in json.loads(moved.output)["moved"][0]


def test_the_report_needs_nothing_stored(tmp_path: Path) -> None:
    report = run("--stored", str(tmp_path), "--report", "--json")
    assert report.exit_code == 0
    kinds = json.loads(report.output)
    assert kinds[0]["kind"] == "civil"
    assert kinds[-1]["texts"] == sum(one["texts"] for one in kinds[:-1])
    assert "too lenient" in run("--report").output
