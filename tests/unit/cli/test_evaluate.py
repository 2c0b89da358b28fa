"""`ombud model evaluate`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ombud.cli.model import model
from ombud.domain.errors import CallerError


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    path = tmp_path / "labels.csv"
    path.write_text("comment,bad,section\nscore:toxicity=0.9,1,sport\nscore:toxicity=0.1,0,world\n")
    return path


def run(labels: Path, *options: str) -> Result:
    named = ["--text", "comment", "--label", "bad", "--attribute", "toxicity", "--model", "deterministic"]
    return CliRunner().invoke(model, ["evaluate", str(labels), *named, *options])


def test_it_prints_a_table_or_json(labels: Path) -> None:
    table = run(labels, "--group", "section")
    assert table.exit_code == 0
    assert "AUC 1.0000" in table.output
    assert "sport" in table.output
    document = json.loads(run(labels, "--json").stdout)
    assert (document["auc"], document["rows"]) == (1.0, 2)
    assert [(at["threshold"], at["verdict"]) for at in document["thresholds"] if at["verdict"]] == [
        (0.6, "hold"),
        (0.95, "reject"),
    ]


def test_a_policy_file_brings_its_own_thresholds(labels: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("version: 1\nthresholds: {toxicity: {hold: 0.35}, threat: {hold: 0.1}}\n")
    document = json.loads(run(labels, "--policy", str(policy), "--json").stdout)
    assert [at["threshold"] for at in document["thresholds"] if at["verdict"]] == [0.35]
    assert document["flagged_from"] == 0.35


def test_the_model_is_the_settings_one_where_none_is_named(labels: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMBUD_MODEL", "deterministic")
    options = ["evaluate", str(labels), "--text", "comment", "--label", "bad", "--attribute", "toxicity", "--json"]
    assert json.loads(CliRunner().invoke(model, options).stdout)["model"] == "deterministic"


def test_the_page_is_written_beside_the_figures(labels: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = run(labels, "--html", str(page), "--json")
    assert json.loads(result.stdout)["rows"] == 2
    assert f"The page is in {page}." in result.stderr
    assert page.read_text("utf-8").startswith("<!doctype html>")


def test_a_page_that_cannot_be_written_is_one_sentence(labels: Path, tmp_path: Path) -> None:
    result = run(labels, "--html", str(tmp_path / "nowhere" / "page.html"))
    assert isinstance(result.exception, CallerError)
    assert "cannot be written: No such file or directory." in str(result.exception)


def test_a_wrong_column_raises_a_sentence_and_a_wrong_attribute_is_wrong_use(labels: Path) -> None:
    wrong = run(labels, "--text", "coment")
    assert isinstance(wrong.exception, CallerError)
    assert "Did you mean comment?" in str(wrong.exception)
    assert run(labels, "--attribute", "nonsense").exit_code == 2
