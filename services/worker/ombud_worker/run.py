"""Running a worker: Celery's own, with our settings and our children; or with a deliverer."""

from collections.abc import Sequence

from celery import Celery
from celery.signals import setup_logging, worker_process_init, worker_ready, worker_shutdown, worker_shutting_down

from ombud.domain.deliveries import DeliveryLane
from ombud.domain.jobs import Lane
from ombud.messaging.queues import queue_of
from ombud.observability.logs import configure_logs
from ombud.settings import Settings
from ombud_worker import deafness
from ombud_worker.celery_app import create_celery


def run_worker(settings: Settings, lanes: Sequence[Lane]) -> None:
    """Work until told to stop: TERM finishes the batch in hand, then ends."""
    from ombud_worker import process  # here, so that a deliverer loads no model

    settings.require_database_url()
    queues = [queue_of(lane) for lane in lanes]
    app = create_celery(settings, "ombud_worker.tasks.moderate", queue_of(Lane.LIVE))

    @worker_process_init.connect(weak=False)
    def _start_child(**_: object) -> None:
        process.start(settings, tuple(lanes))

    _run(app, settings, "worker", queues, f"--concurrency={settings.worker_processes}")


def run_deliverer(settings: Settings) -> None:
    """Deliver until told to stop: TERM lets the attempts on their way end."""
    from ombud_worker import deliverer_process

    settings.require_database_url()
    settings.require_secret_key()
    queue = queue_of(DeliveryLane.DELIVER)
    app = create_celery(settings, "ombud_worker.tasks.deliver", queue)

    @worker_ready.connect(weak=False)
    def _start(**_: object) -> None:
        deliverer_process.start(settings)

    @worker_shutting_down.connect(weak=False)
    def _stop(**_: object) -> None:
        deliverer_process.current().stop()

    @worker_shutdown.connect(weak=False)
    def _wait(**_: object) -> None:
        deliverer_process.current().wait()

    _run(app, settings, "deliverer", [queue], "--pool=solo")


def _run(app: Celery, settings: Settings, service: str, queues: list[str], pool: str) -> None:
    @setup_logging.connect(weak=False)
    def _configure_logs(**_: object) -> None:
        configure_logs(settings.log_format, service)

    @worker_ready.connect(weak=False)
    def _watch_main_process(**_: object) -> None:
        deafness.watch(settings.require_redis_url(), queues)

    app.worker_main(
        [
            "--quiet",  # its banner says nothing that the log does not
            "worker",
            pool,
            f"--queues={','.join(queues)}",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
            "--loglevel=WARNING",
        ]
    )
