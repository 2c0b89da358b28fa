"""`ombud model golden`: the golden set, judged by a model and compared with what is stored."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from ombud.cli.engine import engine_of_command
from ombud.pipeline.golden import Agreement, GoldenJudgement, agreement_by_kind, judge_golden, what_moved
from ombud.scoring.golden.stored_scores import STORED, GoldenOutcome, read_stored, write_stored


@click.command("golden")
@click.option("--model", "name", help="A catalogue name or a model's folder; OMBUD_MODEL by default.")
@click.option("--write", is_flag=True, help="Store the scores and verdicts of this version of the model.")
@click.option("--report", is_flag=True, help="Tell how often the verdicts are those a good newsroom would want.")
@click.option(
    "--stored",
    default=STORED,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the stored scores; by default the one in the package.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def golden(context: click.Context, name: str | None, write: bool, report: bool, stored: Path, as_json: bool) -> None:
    """Judge the golden set, 300 texts of every kind, and compare with what is stored for this version of the model.

    Exits 1 where a verdict under the starter policy is another, or a score moved by more than .001.
    """
    engine = engine_of_command(name)
    judged = judge_golden(engine)
    if report:
        found = agreement_by_kind(judged)
        click.echo(json.dumps([asdict(one) for one in found]) if as_json else _agreement_table(found))
        return
    if write:
        path = write_stored(stored, engine.identity, engine.attributes, _by_key(judged))
        click.echo(json.dumps({"stored": str(path)}) if as_json else f"{len(judged)} texts are stored in {path}.")
        return
    moved = what_moved(judged, read_stored(stored, engine.identity))
    told = "\n".join(moved) or f"{len(judged)} texts: no verdict and no score has moved."
    click.echo(json.dumps({"texts": len(judged), "moved": moved}) if as_json else told)
    context.exit(1 if moved else 0)


def _by_key(judged: Sequence[GoldenJudgement]) -> dict[str, GoldenOutcome]:
    return {one.golden.key: one.outcome for one in judged}


def _agreement_table(found: Sequence[Agreement]) -> str:
    lines = ["kind           texts  as wanted  too lenient  too strict"]
    for one in found:
        share = f"{one.agreeing} ({one.agreeing / one.texts:.0%})"
        lines.append(f"{one.kind:13}  {one.texts:>5}  {share:>9}  {one.lenient:>11}  {one.strict:>10}")
    return "\n".join(lines)
