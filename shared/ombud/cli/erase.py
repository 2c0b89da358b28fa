"""`ombud erase`: receipts of erasures, and replaying them on a restored backup."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TextIO

import click
import orjson

from ombud.cli.connection import connected, connected_database
from ombud.cli.dsa import TIME, in_utc
from ombud.pipeline.replay_erasures import KeptReceipt, ReceiptError, kept_receipts, replay

_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@click.command()
@click.option("--receipts", "list_receipts", is_flag=True, help="Write all receipts, one JSON document a line.")
@click.option("--replay", "replay_receipts", is_flag=True, help="Erase again what receipts say was erased.")
@click.option("--since", type=TIME, default=None, help="Only receipts from this day or time on.")
@click.option("--from", "source", type=click.File("r", "utf-8"), help="Receipts to replay, beside the database's own.")
def erase(list_receipts: bool, replay_receipts: bool, since: datetime | None, source: TextIO | None) -> None:
    """Keep receipts of erasures, and replay them after a backup was restored.

    A backup brings back what was erased after it was made, and does not know of it. So keep `ombud erase --receipts`
    outside the database, and run `ombud erase --replay --from FILE` before a restored database goes into service.
    Erasing itself is for the site: DELETE /v1/comments/{id} and DELETE /v1/authors/{id}.
    """
    if list_receipts == replay_receipts or (source and not replay_receipts):
        raise click.UsageError("either --receipts, or --replay with or without --from FILE")
    start = in_utc(since) if since else _BEGINNING
    if list_receipts:
        with connected() as connection:
            for receipt in kept_receipts(connection, start):
                click.echo(orjson.dumps(receipt.as_json(), option=orjson.OPT_UTC_Z).decode())
    else:
        _replay(start, source)


def _replay(since: datetime, source: TextIO | None) -> None:
    count = comments = 0
    given = list(_read(source)) if source else []  # all of it, so that a line that is no receipt stops it before
    with connected_database() as database:
        with database.transaction() as connection:
            known = list(kept_receipts(connection, since))
        for receipt in dict.fromkeys([*known, *(one for one in given if one.erased_at >= since)]):
            comments += replay(database, receipt)
            count += 1
    click.echo(f"{count} receipts were replayed; {comments} comments had come back and were erased again.")


def _read(source: TextIO) -> Iterator[KeptReceipt]:
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            yield KeptReceipt.parse(json.loads(line))
        except (ReceiptError, ValueError):
            told = f"Line {number} is no receipt as `ombud erase --receipts` writes them. Nothing was erased."
            raise click.ClickException(told) from None
