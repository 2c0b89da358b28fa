"""`ombud bench scoring`: engines side by side."""

import json
import os
from dataclasses import asdict
from pathlib import Path

import click

from ombud.bench.scored_texts import demo_texts, texts_of_file
from ombud.bench.scoring import ScoringFigures, bench_scoring, engines_here
from ombud.settings import load_settings


@click.command("scoring")
@click.option(
    "--engine",
    "engines",
    multiple=True,
    metavar="NAME",
    help="A model; `cascade:MODEL`, the same behind its screen; or `reference`, Detoxify itself with random weights, "
    "at true size. May be given several times; by default the settings' model and all that are here.",
)
@click.option(
    "--comments",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A CSV file with comments; by default the demo newsroom's.",
)
@click.option("--text", default="text", show_default=True, metavar="COL", help="Its column with the texts.")
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1), help="Turns of each engine.")
@click.option("--per-round", default=32, show_default=True, type=click.IntRange(1), help="Comments in each turn.")
@click.option("--threads", type=click.IntRange(1), help="Threads for one batch; by default one for each processor.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def scoring(
    engines: tuple[str, ...],
    comments: Path | None,
    text: str,
    rounds: int,
    per_round: int,
    threads: int | None,
    as_json: bool,
) -> None:
    """Compare engines on the same comments in one run: comments a second, one comment's wait, memory, loading time."""
    count = rounds * per_round
    texts = texts_of_file(comments, text, count) if comments else demo_texts(count)
    found = bench_scoring(
        engines or engines_here(load_settings().model),
        texts,
        comments.name if comments else "demo newsroom",
        rounds=rounds,
        threads=threads or os.cpu_count() or 1,
    )
    click.echo(json.dumps(asdict(found), ensure_ascii=False) if as_json else _table(found))


def _table(found: ScoringFigures) -> str:
    first = found.engines[-1].engine
    width = max(len(one.engine) for one in found.engines)
    what = f"{found.comments} comments of {found.mean_length:.0f} characters ({found.source})"
    lines = [
        f"{what}, {found.rounds} rounds, {found.threads} threads",
        f"{'engine':{width}}  comments/s  one, ms: p50     p99  memory, MB  load, s  times {first}",
    ]
    for one in found.engines:
        memory = "-" if one.memory_mb is None else f"{one.memory_mb:.0f}"
        speed = f"{one.per_second:>10.1f}  {one.single_p50_ms:>12.1f}  {one.single_p99_ms:>6.1f}"
        ratio = one.ratios.get(first, 1.0)
        lines.append(f"{one.engine:{width}}  {speed}  {memory:>10}  {one.load_seconds:>7.2f}  {ratio:.2f}")
    return "\n".join(lines)
