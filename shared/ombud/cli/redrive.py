"""`ombud redrive`: what the sweep does, at once."""

import click

from ombud.cli.connection import connected
from ombud.domain.errors import UnavailableError
from ombud.messaging.broker import publisher
from ombud.messaging.doorbell import ring_now
from ombud.pipeline.sweep import redrive as redrive_jobs
from ombud.settings import load_settings
from ombud.storage.database import current_time


@click.command()
def redrive() -> None:
    """Take every lease away, so that all waiting comments are due now, and ring for the workers.

    Does no harm to work that goes on: what a worker decides on a lease that was taken away does not count.
    """
    with connected() as connection:
        redriven = redrive_jobs(connection, current_time(connection))
    click.echo(f"{redriven.released} leases were taken back; {redriven.waiting} comments wait.")
    if not redriven.due_lanes:
        return
    app = publisher(load_settings().require_redis_url())
    try:
        for lane in redriven.due_lanes:
            ring_now(app, lane)
    except UnavailableError as error:
        raise click.ClickException(f"{error} The scheduler rings once it answers.") from None
