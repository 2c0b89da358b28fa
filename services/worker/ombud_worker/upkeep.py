"""What the scheduler does beside sweeping: forgetting by the policies' retention, and erasures left unfinished.

A second of each at a time, so that no sweep waits long. What is left over goes on with the next sweep.
"""

from collections.abc import Callable, Iterator
from time import monotonic

import structlog

from ombud.pipeline.erase_author import finish_an_erasure
from ombud.pipeline.forget import Forgot, forget_what_is_due
from ombud.pipeline.policy_in_force import PoliciesInForce
from ombud.storage.database import Database, current_time

log = structlog.get_logger(__name__)

SECONDS_AT_ONCE = 1.0
SECONDS_BETWEEN_ROUNDS = 600.0


class Upkeep:
    """Rounds over all sites every ten minutes, and the erasures that their requests left unfinished."""

    def __init__(self, database: Database, clock: Callable[[], float] = monotonic) -> None:
        self._database = database
        self._clock = clock
        self._policies = PoliciesInForce()
        self._round: Iterator[Forgot] = iter(())
        self._next_round = clock()

    def go_on(self) -> None:
        """Do what there is to do, for two seconds at most."""
        self._forget()
        self._finish_erasures()

    def _forget(self) -> None:
        until = self._clock() + SECONDS_AT_ONCE
        if self._clock() >= self._next_round:
            self._next_round = self._clock() + SECONDS_BETWEEN_ROUNDS
            self._round = forget_what_is_due(self._database, self._policies)
        for forgot in self._round:
            log.info("forgot", site=forgot.site, kind=forgot.kind.value, count=forgot.count)
            if self._clock() >= until:
                return

    def _finish_erasures(self) -> None:
        until = self._clock() + SECONDS_AT_ONCE
        while self._clock() < until:
            with self._database.transaction() as connection:
                erasure = finish_an_erasure(connection, current_time(connection))
            if erasure is None:
                return
            if erasure.erased_at is not None:
                log.info("author_erased", erasure=str(erasure.id), comments=erasure.removed.get("comments", 0))
