"""Running a worker: Celery's own, with our settings and our children."""

from collections.abc import Sequence

from celery.signals import setup_logging, worker_process_init, worker_ready

from ombud.domain.jobs import Lane
from ombud.messaging.queues import queue_of
from ombud.observability.logs import configure_logs
from ombud.settings import Settings
from ombud_worker import deafness, process
from ombud_worker.celery_app import create_celery


def run_worker(settings: Settings, lanes: Sequence[Lane]) -> None:
    """Work until told to stop: TERM finishes the batch in hand, then ends."""
    settings.require_database_url()
    app = create_celery(settings)
    queues = [queue_of(lane) for lane in lanes]

    @setup_logging.connect(weak=False)
    def _configure_logs(**_: object) -> None:
        configure_logs(settings.log_format, "worker")

    @worker_process_init.connect(weak=False)
    def _start_child(**_: object) -> None:
        process.start(settings, tuple(lanes))

    @worker_ready.connect(weak=False)
    def _watch_main_process(**_: object) -> None:
        deafness.watch(settings.require_redis_url(), queues)

    app.worker_main(
        [
            "--quiet",  # its banner says nothing that the log does not
            "worker",
            f"--concurrency={settings.worker_processes}",
            f"--queues={','.join(queues)}",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
            "--loglevel=WARNING",
        ]
    )
