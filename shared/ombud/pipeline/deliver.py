"""Delivering: claim what is due, send it, record what came of it, and again, with many on their way at once.

One loop does the database's work in turns: record what has ended, claim as much as there is room for. Between its turns
the attempts go on, each bounded by itself, so that a receiver that hangs keeps no one waiting but its own deliveries.
"""

import asyncio
import random
import ssl
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import perf_counter
from uuid import UUID

import structlog
from sqlalchemy import Connection

from ombud.domain.deliveries import LONGEST_ATTEMPT, MOST_IN_FLIGHT, MOST_PER_ENDPOINT, AttemptOutcome
from ombud.domain.errors import UnavailableError
from ombud.observability.crash_points import crash_point
from ombud.observability.delivery_metrics import DELIVERIES
from ombud.outbound.addresses import Network
from ombud.outbound.guarded_network import Resolve
from ombud.outbound.sending import Sender
from ombud.pipeline.attempt import attempt
from ombud.pipeline.record_attempts import Ended, record_attempts
from ombud.sealing import Seal
from ombud.storage.database import Database, current_time
from ombud.storage.deliveries import ClaimedDelivery, claim_deliveries
from ombud.storage.webhooks import Webhook, webhooks_by_id

log = structlog.get_logger(__name__)

MOST_HELD = 4 * MOST_IN_FLIGHT
"""Deliveries claimed at once: those on their way, and those that wait for one of their endpoint's places."""

LONGEST_WAIT_SECONDS = 5.0
"""How long a claimed delivery waits for a place before its lease is given back."""

PAUSE_SECONDS = 1.0
"""Before the database is asked again that could not be reached."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed delivery with its endpoint. `claimed_at` is the database's time, `clock` ours at that moment."""

    delivery: ClaimedDelivery
    webhook: Webhook
    claimed_at: datetime
    clock: float

    def now(self) -> datetime:
        """Return the database's time now, without asking it."""
        return self.claimed_at + timedelta(seconds=perf_counter() - self.clock)


@dataclass(slots=True)
class _Line:
    """The deliveries of one endpoint that this process holds. What waits in line when one fails goes home."""

    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_PER_ENDPOINT))
    members: int = 0
    failures: int = 0


@dataclass(slots=True)
class Deliverer:
    """What one process needs to deliver; made after any fork. `work` runs in an event loop of its own.

    An attempt ends within half its lease, so that no delivery is sent again while it is still on its way.
    """

    database: Database
    seal: Seal
    lease: timedelta
    allowed: Sequence[Network] = ()
    resolve: Resolve | None = None
    trusted: ssl.SSLContext | None = None
    clock: Callable[[Connection], datetime] = current_time
    chance: Callable[[], float] = random.random
    _lines: dict[UUID, _Line] = field(default_factory=dict)
    _ended: list[Ended] = field(default_factory=list)
    _held: set[asyncio.Task[Ended]] = field(default_factory=set)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _loop: asyncio.AbstractEventLoop | None = None
    _stopping: bool = False

    def deliver_due(self) -> None:
        """Send everything that is due, once each, and return when all of it has ended."""
        asyncio.run(self.work(until_idle=True))

    def wake(self) -> None:
        """Say from any thread that something may be due."""
        with suppress(RuntimeError):  # the loop has just ended
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._changed.set)

    def stop(self) -> None:
        """Claim nothing more; `work` returns once what is on its way has ended."""
        self._stopping = True
        self.wake()

    async def work(self, *, until_idle: bool = False) -> None:
        """Deliver until stopped, or until nothing is due. Never raises for what the database or a receiver does."""
        self._loop, self._changed = asyncio.get_running_loop(), asyncio.Event()
        places = asyncio.Semaphore(MOST_IN_FLIGHT)
        sender = Sender(self.allowed, resolve=self.resolve, trusted=self.trusted)
        with ThreadPoolExecutor(1, thread_name_prefix="deliveries") as thread:
            while True:
                self._changed.clear()
                begun = await self._turn(thread)
                for one in begun:
                    self._send(one, sender, places)
                if not (begun or self._held or self._ended) and (until_idle or self._stopping):
                    break
                if not self._ended:
                    await self._changed.wait()
        await sender.close()

    async def _turn(self, thread: ThreadPoolExecutor) -> list[Outgoing]:
        ended, self._ended = self._ended, []
        room = 0 if self._stopping else MOST_HELD - len(self._held)
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(thread, self._record_and_claim, ended, room)
        except UnavailableError:
            log.warning("database_away", unrecorded=len(ended))
            self._ended = ended + self._ended
        except Exception as error:  # noqa: BLE001  a deliverer that stops is the one thing that must not happen
            log.error("deliveries_not_recorded", count=len(ended), error=type(error).__name__)  # their leases run out
        await asyncio.sleep(PAUSE_SECONDS)
        self._changed.set()
        return []

    def _record_and_claim(self, ended: Sequence[Ended], room: int) -> list[Outgoing]:
        with self.database.transaction() as connection:
            now = self.clock(connection)
            recorded = record_attempts(connection, ended, now, self.chance) if ended else []
            claimed = claim_deliveries(connection, most=room, now=now, until=now + self.lease) if room else []
            webhooks = webhooks_by_id(connection, {one.lease.webhook_id for one in claimed}) if claimed else {}
        if recorded:
            delivered = sum(one.outcome is AttemptOutcome.DELIVERED for one in recorded)
            log.info("attempts_recorded", delivered=delivered, failed=len(recorded) - delivered)
            for one in recorded:
                DELIVERIES.labels(one.outcome.value).inc()
        if claimed:
            crash_point("deliver.after_claim")
        return [Outgoing(one, webhooks[one.lease.webhook_id], now, perf_counter()) for one in claimed]

    def _send(self, one: Outgoing, sender: Sender, places: asyncio.Semaphore) -> None:
        line = self._lines.setdefault(one.webhook.id, _Line())
        line.members += 1
        task = asyncio.get_running_loop().create_task(self._in_turn(one, line, line.failures, sender, places))
        self._held.add(task)
        task.add_done_callback(lambda done: self._end(one, line, done))

    def _end(self, one: Outgoing, line: _Line, task: asyncio.Task[Ended]) -> None:
        self._held.discard(task)
        line.members -= 1
        if not line.members:
            del self._lines[one.webhook.id]
        if task.exception() is None:
            self._ended.append(task.result())
        else:
            log.error("attempt_failed", error=type(task.exception()).__name__)  # a defect; its lease runs out
        self._changed.set()

    async def _in_turn(
        self, one: Outgoing, line: _Line, failures: int, sender: Sender, places: asyncio.Semaphore
    ) -> Ended:
        """Wait for a place, then make the attempt; without one in time, or behind one that failed, make none."""
        lease, failing = one.delivery.lease, one.webhook.failures > 0
        whole = self.lease.total_seconds()
        try:
            async with asyncio.timeout(min(LONGEST_WAIT_SECONDS, whole / 4)) as patience, line.places, places:
                patience.reschedule(None)
                if line.failures > failures:
                    return Ended(lease, None)
                seconds = min(LONGEST_ATTEMPT, whole / 2)
                made = await attempt(sender, self.seal, one.webhook, one.delivery, one.now(), seconds=seconds)
        except TimeoutError:
            return Ended(lease, None)
        line.failures += made.outcome is not AttemptOutcome.DELIVERED
        return Ended(lease, made, failing)
