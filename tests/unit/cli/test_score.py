"""`ombud score`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ombud.cli.score import score
from ombud.domain.errors import CallerError
from ombud.domain.scores import ATTRIBUTES


def run(*options: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(score, ["--model", "deterministic", *options], input=typed)


def test_texts_are_judged_by_the_starter_policy_with_the_machine_deciding() -> None:
    result = run("score:toxicity=0.99", " ".join(f"score:{name}=0" for name in ATTRIBUTES))
    assert result.exit_code == 0
    first, second = json.loads(result.stdout)
    assert set(first) == {"text", "scores", "verdict", "reasons"}
    assert (first["verdict"], second["verdict"]) == ("reject", "approve")
    assert first["reasons"][0]["code"] == "threshold.toxicity"


def test_a_dash_is_standard_input() -> None:
    [told] = json.loads(run("-", typed="score:toxicity=0.7\nand more\n").stdout)
    assert told["text"] == "score:toxicity=0.7\nand more"
    assert told["verdict"] == "hold"


def test_a_policy_file_is_used_with_its_lists(tmp_path: Path) -> None:
    (tmp_path / "slurs.txt").write_text("dunderhead\n")
    rules = "rules: [{name: slurs, when: lists.slurs.hit, verdict: reject}]"
    (tmp_path / "p.yaml").write_text(
        f"version: 1\nautomation: automatic\nlists: {{slurs: {{file: slurs.txt}}}}\n{rules}\n"
    )
    [told] = json.loads(run("--policy", str(tmp_path / "p.yaml"), "you Dunderhead!").stdout)
    assert told["verdict"] == "reject"
    assert told["reasons"][0]["message"] == "The rule 'slurs' applies."


def test_a_table_goes_from_file_to_file(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("\ufeffid,Body\n1,score:toxicity=0.99\n", "utf-8")
    result = run("--csv", str(tmp_path / "in.csv"), "--text", "Body", "--out", str(tmp_path / "out.csv"))
    assert result.exit_code == 0
    header, row = (tmp_path / "out.csv").read_text().splitlines()
    assert header.startswith("id,Body,toxicity,")
    assert row.endswith(",reject,threshold.toxicity")
    assert "1 rows" in result.stderr


def test_a_table_can_pass_through(tmp_path: Path) -> None:
    result = run("--csv", "-", "--text", "b", "--out", "-", typed="b\nscore:toxicity=0.99\n")
    assert result.stdout.splitlines()[1].endswith(",reject,threshold.toxicity")


def test_a_table_is_never_written_over_itself(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("b\nx\n")
    with pytest.raises(CallerError, match="would overwrite"):
        CliRunner().invoke(
            score,
            ["--model", "deterministic", "--csv", str(path), "--text", "b", "--out", f"{tmp_path}/./in.csv"],
            catch_exceptions=False,
        )
    assert path.read_text() == "b\nx\n"


@pytest.mark.parametrize("options", [[], ["x", "--csv", "a"], ["--csv", "a"], ["x", "--out", "a"]])
def test_wrong_use_exits_2(options: list[str]) -> None:
    assert run(*options).exit_code == 2


def test_a_text_in_a_language_that_the_model_does_not_know_is_held() -> None:
    result = run("--model", "linear", "Danke für den guten Artikel, sehr informativ.")
    [told] = json.loads(result.stdout)
    assert (told["verdict"], told["reasons"][0]["code"]) == ("hold", "language.unknown")
