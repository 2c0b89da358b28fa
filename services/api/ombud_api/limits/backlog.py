"""Back-pressure: above a site's backlog limit the API answers 503, so that nobody waits for a queue that only grows."""

from threading import Lock
from time import monotonic
from uuid import UUID

from ombud.storage.database import Database
from ombud.storage.jobs import waiting_jobs
from ombud_api.problems import Problem

COUNTED_EVERY_SECONDS = 1.0
RETRY_AFTER_SECONDS = 30


class Backlog:
    """Knows how many comments of each site wait, counted at most once a second."""

    def __init__(self, database: Database, limit: int) -> None:
        self._database = database
        self._limit = limit
        self._counts: dict[UUID, tuple[float, int]] = {}
        self._lock = Lock()

    def refuse_when_full(self, site_id: UUID, adding: int = 1) -> None:
        """Raise a 503 problem where the site's waiting comments and those to be added exceed the limit."""
        if self._waiting(site_id) + adding > self._limit:
            raise Problem(
                "backlog-full",
                f"More than {self._limit} comments of this site wait for a decision. Send this one again later.",
                headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
            )

    def _waiting(self, site_id: UUID) -> int:
        counted = self._counts.get(site_id)
        if counted and counted[0] > monotonic():
            return counted[1]
        with self._lock:  # one thread counts, the others wait for its answer
            counted = self._counts.get(site_id)
            if counted and counted[0] > monotonic():
                return counted[1]
            with self._database.transaction() as connection:
                waiting = waiting_jobs(connection, site_id, self._limit + 1)
            self._counts[site_id] = (monotonic() + COUNTED_EVERY_SECONDS, waiting)
            return waiting
