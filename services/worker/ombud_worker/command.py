"""`ombud worker` and `ombud scheduler`."""

import click

from ombud.domain.jobs import Lane
from ombud.settings import load_settings


@click.command()
@click.option("--lanes", default="live,backfill", show_default=True, help="Lanes to take jobs from, comma separated.")
def worker(lanes: str) -> None:
    """Run a worker against configured servers, until TERM."""
    from ombud_worker.run import run_worker  # here, so that `ombud worker --help` is quick

    try:
        wanted = [Lane(lane.strip()) for lane in lanes.split(",")]
    except ValueError as error:
        raise click.UsageError(f"--lanes: {error}; there are {', '.join(Lane)}") from None
    run_worker(load_settings(), wanted)


@click.command()
def scheduler() -> None:
    """Run the scheduler against configured servers, until TERM."""
    from ombud_worker.scheduler import run_scheduler

    run_scheduler(load_settings())
