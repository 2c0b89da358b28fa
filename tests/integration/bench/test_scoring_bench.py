"""Engines side by side, as the command shows them."""

import json

from click.testing import CliRunner

from ombud.bench.scoring import bench_scoring, engines_here
from ombud.cli.bench import bench


def test_every_engine_gets_every_round_and_is_put_beside_the_others() -> None:
    options = ["--engine", "deterministic", "--engine", "linear", "--rounds", "2", "--per-round", "3", "--json"]
    result = CliRunner().invoke(bench, ["scoring", *options])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert (found["comments"], found["source"], found["rounds"]) == (6, "demo newsroom", 2)
    quick, linear = found["engines"]
    assert [quick["model"], linear["model"]] == ["deterministic", "linear"]
    assert len(quick["per_round"]) == len(linear["per_round"]) == 2
    assert quick["ratios"]["linear"] > 1 > linear["ratios"]["deterministic"]
    assert 0 < linear["single_p50_ms"] <= linear["single_p99_ms"]
    assert linear["load_seconds"] > 0


def test_the_same_engine_named_twice_is_measured_once() -> None:
    found = bench_scoring(["deterministic"] * 2, ["a", "b"], "here", rounds=1, threads=1)
    assert [one.ratios for one in found.engines] == [{}]


def test_the_default_engines_begin_with_the_settings_one() -> None:
    assert engines_here("deterministic")[:1] == ["deterministic"]
    assert engines_here("linear").count("linear") == 1


def test_the_table_has_a_line_for_each_engine() -> None:
    options = ["--engine", "deterministic", "--rounds", "1", "--per-round", "2", "--threads", "1"]
    result = CliRunner().invoke(bench, ["scoring", *options])
    assert [line.split()[0] for line in result.output.splitlines()] == ["2", "engine", "deterministic"]
