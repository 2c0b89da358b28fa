"""`ombud redeliver`: after a receiver was away for longer than the retries last."""

from datetime import UTC, datetime

import click

from ombud.cli.connection import connected_database
from ombud.domain.deliveries import DeliveryLane
from ombud.domain.errors import UnavailableError
from ombud.messaging.broker import publisher
from ombud.messaging.doorbell import ring_now
from ombud.pipeline.issue_key import site_or_error
from ombud.pipeline.manage_webhooks import redeliver_dead
from ombud.settings import load_settings
from ombud.storage.database import Database, current_time


@click.command()
@click.option(
    "--since",
    required=True,
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S%z"]),
    help="When the first of the events happened, such as 2026-11-23 or 2026-11-23T09:30:00Z; UTC unless it says.",
)
@click.option("--site", "name", metavar="SITE", help="Only this site's webhooks; all sites' by default.")
def redeliver(since: datetime, name: str | None) -> None:
    """Send again what was given up, to every webhook that is enabled.

    Each delivery begins its schedule anew and keeps its webhook-id, by which receivers know what they have.
    """
    since = since if since.tzinfo else since.replace(tzinfo=UTC)
    with connected_database() as database:
        count = _redeliver_all(database, since, name)
    click.echo(f"{count} deliveries are due again.")
    if count:
        _ring()


def _redeliver_all(database: Database, since: datetime, name: str | None) -> int:
    total = 0
    while True:
        with database.transaction() as connection:
            site = None if name is None else site_or_error(connection, name)
            count = redeliver_dead(connection, None if site is None else site.id, since, current_time(connection))
        total += count
        if not count:
            return total


def _ring() -> None:
    try:
        ring_now(publisher(load_settings().require_redis_url()), DeliveryLane.DELIVER)
    except UnavailableError as error:
        raise click.ClickException(f"{error} The scheduler rings once it answers.") from None
