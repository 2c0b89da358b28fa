"""`ombud worker` and `ombud scheduler`."""

import click

from ombud.domain.deliveries import DeliveryLane
from ombud.domain.jobs import Lane
from ombud.settings import load_settings


@click.command()
@click.option(
    "--lanes",
    default="live,backfill",
    show_default=True,
    help="Lanes to take jobs from, comma separated; or deliver, for a worker that delivers to webhooks.",
)
def worker(lanes: str) -> None:
    """Run a worker against configured servers, until TERM."""
    from ombud_worker.run import run_deliverer, run_worker  # here, so that `ombud worker --help` is quick

    if lanes.strip() == DeliveryLane.DELIVER:
        run_deliverer(load_settings())
        return
    try:
        wanted = [Lane(lane.strip()) for lane in lanes.split(",")]
    except ValueError as error:
        told = f"--lanes: {error}; there are {', '.join(Lane)}, and deliver, which has a worker of its own"
        raise click.UsageError(told) from None
    run_worker(load_settings(), wanted)


@click.command()
def scheduler() -> None:
    """Run the scheduler against configured servers, until TERM."""
    from ombud_worker.scheduler import run_scheduler

    run_scheduler(load_settings())
