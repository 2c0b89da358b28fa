"""The scheduler: sweeps the jobs every two seconds. Works on the database alone and rings when Redis answers.

It is a plain loop rather than Celery's beat: a beat can only send messages, and what it sweeps is just what must not
depend on them. Several schedulers do no harm; leases are expired under `SKIP LOCKED`.
"""

import signal
from threading import Event

import structlog

from ombud.domain.errors import UnavailableError
from ombud.messaging.broker import publisher
from ombud.messaging.doorbell import ring_now
from ombud.observability.crash_points import crash_point
from ombud.observability.logs import configure_logs
from ombud.pipeline.sweep import sweep, tidy
from ombud.settings import Settings
from ombud.storage.database import Database, current_time
from ombud_worker.upkeep import Upkeep

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 2.0
SWEEPS_PER_TIDY = 300


def run_scheduler(settings: Settings) -> None:
    """Sweep until told to stop."""
    configure_logs(settings.log_format, "scheduler")
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    database = Database(settings.require_database_url(), pool_size=1, application_name="ombud-scheduler")
    app = publisher(settings.require_redis_url())
    every = min(SWEEP_SECONDS, settings.lease_seconds / 4)  # a short lease would be no use with a slow sweep
    log.info("scheduler_started", every_seconds=every)
    upkeep = Upkeep(database)
    sweeps = 0
    while not stop.wait(every if sweeps else 0):
        sweeps += 1
        try:
            with database.transaction() as connection:
                swept = sweep(connection, current_time(connection))
            if swept.expired_leases:
                log.warning("leases_expired", count=swept.expired_leases)
            if sweeps % SWEEPS_PER_TIDY == 0:
                with database.transaction() as connection:
                    tidy(connection, current_time(connection))
            crash_point("sweep.after_commit")
            for lane in swept.due_lanes:
                ring_now(app, lane)
            upkeep.go_on()
        except UnavailableError as error:
            log.warning("not_swept", reason=str(error))
        except Exception as error:  # noqa: BLE001  a sweeper that stops sweeping is the one thing that must not happen
            log.warning("sweep_failed", error=type(error).__name__)
    database.close()
