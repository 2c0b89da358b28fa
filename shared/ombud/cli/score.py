"""`ombud score`: what a model and a policy make of texts. No database."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

import click

from ombud.cli.engine import engine_of_command
from ombud.domain.decision import Judgement
from ombud.pipeline.score_table import TableError, judge_readable, score_table
from ombud.policy.evaluation import Policy
from ombud.policy.list_files import read_policy_file
from ombud.policy.starter import starter_policy

STANDARD = "-"


@click.command()
@click.argument("texts", metavar="[TEXT]...", nargs=-1)
@click.option("--model", help="A catalogue name or a model's folder; OMBUD_MODEL by default.")
@click.option(
    "--policy",
    "policy_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A policy file; by default the starter policy, with the machine deciding by itself.",
)
@click.option("--csv", "table", metavar="IN", help="A CSV file with a header, in UTF-8; - is standard input.")
@click.option("--text", "column", metavar="COL", help="The column with the texts.")
@click.option("--out", metavar="OUT", help="Where the table with its new columns goes; - is standard output.")
def score(
    texts: tuple[str, ...],
    model: str | None,
    policy_file: Path | None,
    table: str | None,
    column: str | None,
    out: str | None,
) -> None:
    """Score and judge each TEXT, storing nothing; - reads one text from standard input.

    Prints a JSON list of {text, scores, verdict, reasons}. With --csv a whole table is copied: its own columns, then
    one for each attribute, `verdict` and `reasons`. Its own fields are copied as they are; those that begin with =, +,
    - or @ are still formulas to a spreadsheet. Nothing is known of authors, so rules about them do not apply.
    """
    if (table is None) == (not texts):
        raise click.UsageError("give either TEXT or --csv IN --text COL --out OUT")
    if (table is None, column is None, out is None) not in ((True,) * 3, (False,) * 3):
        raise click.UsageError("--csv, --text and --out go together")
    source = read_policy_file(policy_file) if policy_file else starter_policy(automation="automatic")
    policy = Policy.parse(source, 0)
    engine = engine_of_command(model)
    now = datetime.now(UTC)
    if table is None or column is None or out is None:
        wanted = [_standard_input() if text == STANDARD else text for text in texts]
        judged = judge_readable(engine, policy, wanted, now)
        told = [_as_json(text, judgement) for text, judgement in zip(wanted, judged, strict=True)]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    with _tables(table, out) as (incoming, outgoing):
        count = score_table(incoming, outgoing, column, engine, policy, now)
    click.echo(f"{count} rows were scored with '{engine.identity.name}'.", err=True)


def _standard_input() -> str:
    try:
        return sys.stdin.read().rstrip("\n")
    except UnicodeDecodeError as error:
        raise TableError(f"Standard input is not UTF-8: byte {error.start} cannot be read.") from None


@contextmanager
def _tables(table: str, out: str) -> Iterator[tuple[TextIO, TextIO]]:
    """Open both tables; `TableError` where one is a file that cannot be opened, or both are the same."""
    if STANDARD not in (table, out) and Path(table).resolve() == Path(out).resolve():
        raise TableError("--out would overwrite --csv; give it another name.")
    try:
        with _opened(table, "r", sys.stdin) as incoming, _opened(out, "w", sys.stdout) as outgoing:
            yield incoming, outgoing
    except UnicodeDecodeError as error:
        raise TableError(f"{table} is not UTF-8: byte {error.start} of a block cannot be read.") from None


@contextmanager
def _opened(name: str, mode: str, standard: TextIO) -> Iterator[TextIO]:
    if name == STANDARD:
        yield standard
        return
    try:
        file = Path(name).open(mode, encoding="utf-8-sig" if mode == "r" else "utf-8", newline="")  # noqa: SIM115
    except OSError as error:
        raise TableError(f"{name} cannot be opened: {error.strerror}.") from None
    with file:
        yield file  # type: ignore[misc]  # text, by its mode


def _as_json(text: str, judgement: Judgement) -> dict[str, Any]:
    return {
        "text": text,
        "scores": dict(judgement.scores),
        "verdict": judgement.verdict.value,
        "reasons": [reason.as_json() for reason in judgement.reasons],
    }
