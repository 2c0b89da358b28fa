"""`ombud policy`, as far as it needs no database."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ombud.cli.policy import policy
from ombud.domain.errors import CallerError
from ombud.policy.starter import starter_policy

POLICY = """
version: 1
targets: {held: 30m}
lists: {slurs: {terms: [dunderhead]}}
rules: [{name: slurs, when: lists.slurs.hit, verdict: reject}]
examples:
  - {text: "score:toxicity=0.99 fine", verdict: approve}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "policy.yaml"
    path.write_text(POLICY)
    return path


def test_start_prints_the_starter_policy_and_check_takes_it(tmp_path: Path) -> None:
    printed = CliRunner().invoke(policy, ["start"]).stdout
    assert printed == starter_policy()
    (tmp_path / "p.yaml").write_text(printed)
    result = CliRunner().invoke(policy, ["check", str(tmp_path / "p.yaml")])
    assert result.exit_code == 0
    assert "automation is assist" in result.output


def test_check_counts_tries_the_examples_and_names_what_has_no_effect(path: Path) -> None:
    result = CliRunner().invoke(policy, ["check", str(path), "--model", "deterministic"])
    assert result.exit_code == 0
    assert "1 rules, 1 lists, 1 examples" in result.output
    assert "without effect yet: targets" in result.output


def test_check_exits_1_where_an_example_comes_out_otherwise(path: Path) -> None:
    path.write_text(POLICY.replace("0.99 fine", "0.99 dunderhead"))
    result = CliRunner().invoke(policy, ["check", str(path), "--model", "deterministic", "--json"])
    assert result.exit_code == 1
    [failed] = json.loads(result.stdout)["failed_examples"]
    assert "approve is wanted, but the verdict is hold" in failed


def test_check_tells_file_line_and_column_of_a_mistake(path: Path) -> None:
    path.write_text(POLICY.replace("targets", "target"))
    with pytest.raises(CallerError, match=r"policy\.yaml:3:1: unknown key 'target'; did you mean targets\?"):
        CliRunner().invoke(policy, ["check", str(path)], catch_exceptions=False)


def test_signals_lists_those_of_the_files_lists_too(path: Path) -> None:
    assert "lists.slurs.hit" not in CliRunner().invoke(policy, ["signals"]).output
    assert "lists.slurs.hit" in CliRunner().invoke(policy, ["signals", str(path)]).output
    told = json.loads(CliRunner().invoke(policy, ["signals", str(path), "--json"]).stdout)
    assert {"name": "lists.slurs.count", "type": "int"}.items() <= told[-1].items()


def test_check_says_where_a_model_has_no_screen_for_the_cascade(path: Path) -> None:
    path.write_text(f"{POLICY}cascade: on\n")
    result = CliRunner().invoke(policy, ["check", str(path), "--model", "deterministic"])
    assert result.exit_code == 0
    assert "cascade (the model has no screen, so every comment is scored in full)" in result.output
