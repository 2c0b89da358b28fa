"""`ombud bench`: speed, measured on this machine with servers of its own."""

import json
import logging
from dataclasses import asdict
from typing import Any

import click

from ombud.cli.bench_scoring import scoring
from ombud.observability.logs import configure_logs

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


def _show(figures: Any, as_json: bool) -> None:
    fields = asdict(figures)
    if as_json:
        click.echo(json.dumps(fields))
        return
    width = max(len(name) for name in fields)
    for name, value in fields.items():
        click.echo(f"{name.replace('_', ' '):{width}}  {value}")
