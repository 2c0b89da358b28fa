"""What a delivering worker holds: one deliverer, at work in a thread from the worker's start to its end.

The deliveries are not sent within the Celery task. A task that waits for a receiver that hangs would not hear the next
doorbell, and every other receiver would wait with it; so the task only wakes a loop that has many on their way.
"""

import asyncio
import os
from datetime import timedelta
from threading import Thread

import structlog

from ombud.domain.deliveries import LONGEST_ATTEMPT
from ombud.pipeline.deliver import Deliverer
from ombud.pipeline.sign import SEAL_PURPOSE
from ombud.sealing import Seal
from ombud.settings import Settings
from ombud.storage.database import Database

log = structlog.get_logger(__name__)

EXIT_CODE = 70  # EX_SOFTWARE
STOP_SECONDS = LONGEST_ATTEMPT + 5

_current: "DelivererProcess | None" = None


class DelivererProcess:
    """The one deliverer of this process and its thread."""

    def __init__(self, settings: Settings) -> None:
        self._deliverer = Deliverer(
            Database(settings.require_database_url(), pool_size=1, application_name="ombud-deliverer"),
            Seal(settings.require_secret_key(), SEAL_PURPOSE),
            timedelta(seconds=settings.lease_seconds),
            settings.allowed_networks,
        )
        self._thread = Thread(target=self._work, name="deliverer", daemon=True)

    def start(self) -> None:
        """Begin to deliver."""
        self._thread.start()

    def wake(self) -> None:
        """Say that something may be due."""
        self._deliverer.wake()

    def stop(self) -> None:
        """Claim nothing more. Returns at once: signal handlers call it."""
        self._deliverer.stop()

    def wait(self) -> None:
        """Wait until what is on its way has ended."""
        self._thread.join(STOP_SECONDS)

    def _work(self) -> None:
        try:
            asyncio.run(self._deliverer.work())
        except BaseException as error:  # noqa: BLE001  whatever it was
            log.critical("deliverer_ended", error=type(error).__name__)
            os._exit(EXIT_CODE)  # without its loop the process is of no use; its supervisor starts another


def start(settings: Settings) -> None:
    """Make this process a deliverer."""
    global _current
    _current = DelivererProcess(settings)
    _current.start()


def current() -> DelivererProcess:
    """Return this process's own; a defect where it was not started."""
    if _current is None:
        raise RuntimeError("the deliverer was not started")
    return _current
