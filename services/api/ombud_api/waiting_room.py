"""Waiting for decisions and events without holding a connection.

One thread asks the database for all waiters of the process together. At most half of the request threads may wait;
whoever comes when the room is full is answered at once.
"""

from collections.abc import Callable
from contextlib import suppress
from threading import BoundedSemaphore, Condition, Thread
from time import monotonic, sleep
from uuid import UUID

import structlog
from sqlalchemy import Connection, text

from ombud.domain.errors import UnavailableError
from ombud.storage.database import Database
from ombud.storage.feed import feed_positions

log = structlog.get_logger(__name__)

POLL_SECONDS = 0.015
FEED_POLL_SECONDS = 0.1


class WaitingRoom:
    """Lets request threads wait until a comment is decided or a feed grows."""

    def __init__(self, database: Database, places: int) -> None:
        self._database = database
        self._places = BoundedSemaphore(places)
        self._changed = Condition()
        self._comments: dict[UUID, int] = {}
        self._feeds: dict[UUID, int] = {}
        self._decided: set[UUID] = set()
        self._positions: dict[UUID, int] = {}
        self._thread: Thread | None = None

    def wait_for_decision(self, comment_id: UUID, seconds: float) -> bool:
        """Wait until a comment is no longer pending; False where time or room ran out first."""
        return self._wait(self._comments, comment_id, lambda: comment_id in self._decided, seconds)

    def wait_for_event(self, site_id: UUID, position: int, seconds: float) -> bool:
        """Wait until a site's feed has gone beyond a position; False where time or room ran out first."""
        return self._wait(self._feeds, site_id, lambda: self._positions.get(site_id, 0) > position, seconds)

    def _wait(self, waiters: dict[UUID, int], key: UUID, done: Callable[[], bool], seconds: float) -> bool:
        if not self._places.acquire(blocking=False):
            return False
        try:
            with self._changed:
                waiters[key] = waiters.get(key, 0) + 1
                if self._thread is None or not self._thread.is_alive():
                    self._thread = Thread(target=self._poll, name="waiting-room", daemon=True)
                    self._thread.start()
                self._changed.notify_all()
                try:
                    return self._changed.wait_for(done, seconds)
                finally:
                    waiters[key] -= 1
                    if not waiters[key]:
                        del waiters[key]
                        self._decided.discard(key)
                        self._positions.pop(key, None)
        finally:
            self._places.release()

    def _poll(self) -> None:
        next_feed_poll = 0.0
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._comments or self._feeds)
                comments = list(self._comments)
                feeds = list(self._feeds) if monotonic() >= next_feed_poll else []
            if feeds:
                next_feed_poll = monotonic() + FEED_POLL_SECONDS
            decided: set[UUID] = set()
            positions: dict[UUID, int] = {}
            # Without a database the waiters go on waiting, and time out.
            with suppress(UnavailableError), self._database.transaction() as connection:
                decided = _decided(connection, comments) if comments else set()
                positions = feed_positions(connection, feeds) if feeds else {}
            with self._changed:
                self._decided |= decided & self._comments.keys()
                self._positions.update({site: at for site, at in positions.items() if site in self._feeds})
                self._changed.notify_all()
            sleep(POLL_SECONDS)


def _decided(connection: Connection, ids: list[UUID]) -> set[UUID]:
    statement = text("SELECT id FROM comments WHERE id = ANY(:ids) AND status <> 'pending'")
    return set(connection.execute(statement, {"ids": ids}).scalars())
