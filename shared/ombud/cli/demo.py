"""`ombud demo`: readers' traffic."""

import json
import sys
from itertools import islice
from pathlib import Path
from time import time

import click

from ombud.domain.errors import OmbudError
from ombud.settings import load_settings


@click.command()
@click.option("--rate", default=1.0, show_default=True, help="Comments a second.")
@click.option("--count", type=int, help="Stop after so many; goes on until Ctrl-C without it.")
@click.option("--url", help="The service; http://HOST:PORT from the settings without it.")
@click.option("--key", envvar="OMBUD_DEMO_SITE_KEY", help="A site key; that of the local demo newsroom without it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document at the end.")
def demo(rate: float, count: int | None, url: str | None, key: str | None, as_json: bool) -> None:
    """Play readers who comment on the demo newsroom of a running service, through its public API."""
    from ombud.demo.readers_traffic import live_comments
    from ombud.demo.traffic import Tally, play

    if rate <= 0:
        raise click.UsageError("--rate must be above 0")
    settings = load_settings()
    url = url or f"http://{settings.reachable_host}:{settings.port}"
    comments = islice(live_comments(int(time())), count)
    tally = Tally()
    try:
        for told in play(url, key or _local_key(settings.data_dir), comments, rate, tally):
            if not as_json:
                click.echo(told)
    except KeyboardInterrupt:
        click.echo("", err=True)
    if as_json:
        click.echo(json.dumps(tally.as_json()))
    else:
        click.echo(tally.as_text())
    sys.exit(1 if tally.failed else 0)


def _local_key(data_dir: Path) -> str:
    try:
        key = json.loads((data_dir / "local.json").read_text("utf-8")).get("site_key")
    except (OSError, ValueError):
        key = None
    if not isinstance(key, str):
        raise OmbudError(f"No site key: give --key, or run where `ombud up` keeps its data ({data_dir} has none).")
    return key
