"""Ringing for workers, without ever making the caller wait for the broker.

One background thread per process sends, each lane at most every 20 ms and under load every 80 ms: however many comments
arrive, workers hear one ring, and when they are busy they look for themselves. A ring that cannot be sent is dropped;
the scheduler's sweep rings again for what is due. Where rings wait already, one more would tell nothing new: while all
workers are away the queue stays short, and whoever comes back need not hear an hour's worth of old rings first.
"""

from threading import Condition, Thread
from time import monotonic, sleep

import structlog
from celery import Celery
from kombu.exceptions import KombuError
from redis import RedisError

from ombud.domain.errors import UnavailableError
from ombud.messaging.broker import publisher
from ombud.messaging.queues import AnyLane, queue_of, task_of
from ombud.observability.crash_points import crash_point

log = structlog.get_logger(__name__)

QUIET_SECONDS = 0.02
BUSY_SECONDS = 0.08
RESTING_SECONDS = 1.0
MOST_RINGS = 16
"""Rings that may wait in a queue: enough for every process of a worker to hear one."""


def ring_now(app: Celery, lane: AnyLane) -> None:
    """Send one doorbell, unless enough wait already. `UnavailableError` where the broker cannot be reached."""
    queue = queue_of(lane)
    try:
        with app.producer_or_acquire() as producer:
            if producer.channel.queue_declare(queue).message_count < MOST_RINGS:
                app.send_task(task_of(lane), queue=queue, producer=producer, ignore_result=True)
    except (KombuError, RedisError, OSError) as error:
        raise UnavailableError(f"The broker cannot be reached ({type(error).__name__}).") from error
    crash_point("doorbell.after_ring")


class Doorbell:
    """Rings for lanes from a background thread, which starts with the first ring (so after any fork)."""

    def __init__(self, redis_url: str) -> None:
        self._app = publisher(redis_url)
        self._wanted: set[AnyLane] = set()
        self._changed = Condition()
        self._thread: Thread | None = None

    def ring(self, lane: AnyLane) -> None:
        """Say that there may be jobs or deliveries in a lane. Returns at once."""
        with self._changed:
            if self._thread is None:
                self._thread = Thread(target=self._run, name="doorbell", daemon=True)
                self._thread.start()
            self._wanted.add(lane)
            self._changed.notify()

    def _run(self) -> None:
        silent = False
        pause = QUIET_SECONDS
        while True:
            with self._changed:
                pause = min(2 * pause, BUSY_SECONDS) if self._wanted else QUIET_SECONDS
                while not self._wanted:
                    self._changed.wait()
                lanes, self._wanted = self._wanted, set()
            started = monotonic()
            try:
                for lane in lanes:
                    ring_now(self._app, lane)
                if silent:
                    log.info("doorbell_rings_again")
                silent = False
            except Exception as error:  # noqa: BLE001  whatever the broker does, the thread goes on
                if not silent:
                    log.warning("doorbell_cannot_ring", error=type(error.__cause__ or error).__name__)
                silent = True
            sleep(max(0.0, (RESTING_SECONDS if silent else pause) - (monotonic() - started)))
