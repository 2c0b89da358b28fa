"""How long a site's held comments usually wait for a person: measured over the last days, once a minute at most."""

from threading import Lock
from time import monotonic
from uuid import UUID

from sqlalchemy import Connection

from ombud.pipeline.tell_author import LOOKED_BACK
from ombud.storage.database import current_time
from ombud.storage.waits import Waits, waits_for_people

MEASURED_EVERY_SECONDS = 60.0
MOST_SITES = 10_000


class UsualWaits:
    """Remembers what was measured for each site."""

    def __init__(self) -> None:
        self._measured: dict[UUID, tuple[float, Waits | None]] = {}
        self._lock = Lock()

    def of(self, connection: Connection, site_id: UUID) -> Waits | None:
        """Return the waits of a site; None where no person decided anything in the last days."""
        known = self._measured.get(site_id)
        if known and known[0] > monotonic():
            return known[1]
        waits = waits_for_people(connection, site_id, current_time(connection) - LOOKED_BACK)
        with self._lock:
            if len(self._measured) >= MOST_SITES:
                self._measured.clear()
            self._measured[site_id] = (monotonic() + MEASURED_EVERY_SECONDS, waits)
        return waits
