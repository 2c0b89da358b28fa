"""`ombud bench`: speed, measured on this machine with servers of its own."""

import json
import logging
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ombud.cli.bench_scoring import scoring
from ombud.cli.engine import engine_of_command
from ombud.observability.logs import configure_logs

if TYPE_CHECKING:
    from ombud.bench.evasion import EvasionFigures

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group()
def bench() -> None:
    """Measure speed, as ratios in one run. Starts servers of its own on loopback and removes them."""
    configure_logs("console", "bench", level=logging.WARNING)


bench.add_command(scoring)


@bench.command()
@click.option("--rounds", default=5, show_default=True, help="Rounds; each loads both endpoints in turn.")
@click.option("--requests", default=2000, show_default=True, help="Requests a round.")
@_AS_JSON
def ingest(rounds: int, requests: int, as_json: bool) -> None:
    """Count accepted comments a second, against a bare Flask endpoint that inserts one row."""
    from ombud.bench.ingest import bench_ingest

    _show(bench_ingest(rounds, requests), as_json)


@bench.command()
@click.option("--requests", default=300, show_default=True, help="Comments to post.")
@click.option("--model", default="linear", show_default=True, help="The scoring model.")
@_AS_JSON
def latency(requests: int, model: str, as_json: bool) -> None:
    """Milliseconds from POST to decision, on an idle service."""
    from ombud.bench.latency import bench_latency

    _show(bench_latency(requests, model), as_json)


@bench.command()
@click.option("--waiting", default=10_000, show_default=True, help="Comments for the worker to drain.")
@click.option("--few", default=2_000, show_default=True, help="The small backlog of the comparison.")
@click.option("--many", default=200_000, show_default=True, help="The large backlog of the comparison.")
@click.option("--model", default="deterministic", show_default=True, help="The scoring model.")
@_AS_JSON
def drain(waiting: int, few: int, many: int, model: str, as_json: bool) -> None:
    """Decisions a second, and how much they depend on how many comments wait."""
    from ombud.bench.drain import bench_drain

    _show(bench_drain(waiting, few, many, model), as_json)


@bench.command()
@click.option("--requests", default=100, show_default=True, help="Decisions, one by one, on an idle service.")
@click.option("--deliveries", default=3000, show_default=True, help="Deliveries that wait when the deliverer starts.")
@click.option("--rounds", default=3, show_default=True, help="Rounds with and without a receiver that hangs.")
@_AS_JSON
def delivery(requests: int, deliveries: int, rounds: int, as_json: bool) -> None:
    """Webhooks: how soon, how many a second against a bare loop, and what a hanging receiver costs the others."""
    from ombud.bench.delivery import bench_delivery

    _show(bench_delivery(requests, deliveries, rounds), as_json)


@bench.command()
@click.argument("path", metavar="CSV", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--text", required=True, metavar="COL", help="Column with the texts.")
@click.option("--label", required=True, metavar="COL", help="Column with the labels, 0-1; .5 and more is a yes.")
@click.option("--attribute", default="toxicity", show_default=True, help="Attribute that the label stands for.")
@click.option("--threshold", default=0.6, show_default=True, help="Score from which a text counts as held.")
@click.option("--model", default="linear", show_default=True, help="The scoring model.")
@click.option("--most", default=500, show_default=True, help="At most so many toxic and so many harmless texts.")
@click.option("--all-words", is_flag=True, help="Disguise all words, not only those that the model names as the cause.")
@click.option("--seed", default=0, show_default=True, help="The same seed disguises alike.")
@_AS_JSON
def evasion(path: Path, text: str, label: str, as_json: bool, most: int, model: str, **measured: Any) -> None:
    """Share of toxic texts that are still held when their words are disguised, and of harmless ones held wrongly."""
    from ombud.bench.evasion import Measure
    from ombud.scoring.evaluation import read_labelled
    from ombud.scoring.reading import ReadingEngine

    engine = engine_of_command(model)
    if not isinstance(engine, ReadingEngine):
        raise click.BadParameter(f"'{model}' reads no views.", param_hint="--model")
    figures = Measure(engine, **measured).figures(read_labelled(path, text, label), most)
    if as_json:
        _show(figures, as_json)
        return
    click.echo(_evasion_report(figures))


def _evasion_report(figures: "EvasionFigures") -> str:
    without = f"{figures.false_holds_without_views:.2%} without views"
    lines = [
        f"{figures.model} {figures.version}: {figures.attribute} at {figures.threshold}",
        f"toxic held        {figures.recall:.1%} of {figures.toxic}",
        f"harmless held     {figures.false_holds:.2%} of {figures.harmless}; {without}",
        f"views a text      {figures.views_a_harmless_text}",
        "attack         held    kept  without views",
    ]
    lines += [
        f"{one.attack:11}  {one.recall:>6.1%}  {one.kept:>6.1%}  {one.recall_without_views:>13.1%}"
        for one in figures.attacks
    ]
    return "\n".join(lines)


def _show(figures: Any, as_json: bool) -> None:
    fields = asdict(figures)
    if as_json:
        click.echo(json.dumps(fields))
        return
    width = max(len(name) for name in fields)
    for name, value in fields.items():
        click.echo(f"{name.replace('_', ' '):{width}}  {value}")
