"""Webhook deliveries on loopback: how soon, how many a second, and what a receiver that hangs costs the others."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from time import monotonic, perf_counter, sleep
from uuid import UUID

import httpx2
from sqlalchemy import text

from ombud.bench.comments import submission
from ombud.bench.loopback_receiver import Arrival, arrivals
from ombud.bench.stack import Stack, bench_stack
from ombud.domain.deliveries import DeliveryLane
from ombud.domain.jobs import Lane
from ombud.local.ports import choose_port
from ombud.messaging.doorbell import Doorbell
from ombud.pipeline.accept import accept
from ombud.pipeline.manage_webhooks import alter_webhook, close_webhook, open_webhook
from ombud.pipeline.moderate import Moderator
from ombud.pipeline.sign import SEAL_PURPOSE
from ombud.scoring.deterministic import DeterministicEngine
from ombud.sealing import Seal
from ombud.storage.database import current_time
from ombud.storage.webhooks import Webhook

LONGEST_SECONDS = 120.0
GAP_SECONDS = 0.1
ROUND_SECONDS = 6.0
BATCH = 4


@dataclass(frozen=True, slots=True)
class DeliveryFigures:
    """`first_attempt` is from the decision to the request's arrival; a ratio of 1.1 is 10 % more."""

    first_attempt_p50_ms: float
    first_attempt_p99_ms: float
    deliveries: int
    per_second: float
    bare_loop_per_second: float
    ratio: float
    p99_ms_alone: list[float]
    p99_ms_beside_a_hanging_receiver: list[float]
    ratio_of_p99_median: float


@dataclass(slots=True)
class _Site:
    """The site whose events are delivered, decided in this process, and the receiver's log."""

    stack: Stack
    port: int
    log: Path
    bell: Doorbell
    numbers: Iterator[int] = field(default_factory=count)

    def open(self, path: str) -> Webhook:
        seal = Seal(self.stack.environment["OMBUD_SECRET_KEY"].encode(), SEAL_PURPOSE)
        with self.stack.database.transaction() as connection:
            made = open_webhook(connection, self.stack.site.id, self.url(path), (), seal, current_time(connection))
        if made is None:
            raise RuntimeError("the site has too many webhooks")
        return made.webhook

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def lead(self, webhook: Webhook, path: str) -> None:
        with self.stack.database.transaction() as connection:
            alter_webhook(connection, webhook, current_time(connection), url=self.url(path))

    def decide(self, comments: int, *, ring: bool = True) -> None:
        with self.stack.database.transaction() as connection:
            posted = [submission(next(self.numbers)) for _ in range(comments)]
            accept(connection, self.stack.site, posted, lane=Lane.LIVE, is_test=False)
        moderator = Moderator(self.stack.database, DeterministicEngine(), [Lane.LIVE], timedelta(seconds=60))
        while moderator.moderate_batch():
            if ring:
                self.bell.ring(DeliveryLane.DELIVER)

    def came(self, path: str, at_least: int, after: int = 0) -> list[Arrival]:
        """Wait for so many requests at a path beyond the first `after`."""
        deadline = monotonic() + LONGEST_SECONDS
        while len(found := [one for one in arrivals(self.log) if one.path == path]) < after + at_least:
            if monotonic() > deadline:
                raise TimeoutError(f"{len(found)} of {after + at_least} deliveries came in {LONGEST_SECONDS:.0f} s")
            sleep(0.1)
        return found[after:]

    def milliseconds(self, came: list[Arrival]) -> list[float]:
        """From each event's decision to its arrival."""
        with self.stack.database.transaction() as connection:
            asked = text("SELECT id, extract(epoch FROM created_at)::float8 FROM events WHERE site_id = :site")
            decided: dict[UUID, float] = {
                row[0]: row[1] for row in connection.execute(asked, {"site": self.stack.site.id})
            }
        return [(one.at - decided[one.event_id]) * 1000 for one in came]


def bench_delivery(requests: int = 100, deliveries: int = 3000, rounds: int = 3) -> DeliveryFigures:
    """Deliver one by one, then a backlog, then steadily with and without a receiver that hangs."""
    with _site() as site:
        site.open("/a")
        soon = _one_by_one(site, requests)
    with _site(delivering=False) as site:
        site.open("/a")
        site.open("/b")
        site.decide(deliveries // 2, ring=False)
        with site.stack.running("ombud", "worker", "--lanes", "deliver"):
            came = sorted(
                [*site.came("/a", deliveries // 2), *site.came("/b", deliveries // 2)], key=lambda one: one.at
            )
        rate = (len(came) - 1) / (came[-1].at - came[0].at)
        bare = _bare_loop(site.url("/bare"), min(deliveries, 1500))
    with _site() as site:
        site.open("/a")
        other = site.open("/b")
        pairs = [_alone_and_beside(site, other) for _ in range(rounds)]
    return DeliveryFigures(
        first_attempt_p50_ms=round(median(soon), 1),
        first_attempt_p99_ms=_p99(soon),
        deliveries=deliveries,
        per_second=round(rate, 1),
        bare_loop_per_second=round(bare, 1),
        ratio=round(rate / bare, 2),
        p99_ms_alone=[alone for alone, _ in pairs],
        p99_ms_beside_a_hanging_receiver=[beside for _, beside in pairs],
        ratio_of_p99_median=round(median(beside / alone for alone, beside in pairs), 2),
    )


@contextmanager
def _site(*, delivering: bool = True) -> Iterator[_Site]:
    with bench_stack("deterministic", OMBUD_WEBHOOK_ALLOWED_NETWORKS="127.0.0.0/8") as stack:
        port, log = choose_port(None), Path(stack.environment["OMBUD_DATA_DIR"]) / "arrivals"
        site = _Site(stack, port, log, Doorbell(stack.environment["OMBUD_REDIS_URL"]))
        with stack.running("ombud.bench.loopback_receiver", str(port), str(log)):
            while not log.exists():
                sleep(0.05)
            if not delivering:
                yield site
                return
            with stack.running("ombud", "worker", "--lanes", "deliver"), stack.running("ombud", "scheduler"):
                _warm(site)
                yield site


def _warm(site: _Site) -> None:
    webhook = site.open("/warm")
    site.decide(8)
    site.came("/warm", 8)
    with site.stack.database.transaction() as connection:
        close_webhook(connection, webhook)


def _one_by_one(site: _Site, requests: int) -> list[float]:
    for _ in range(requests):
        site.decide(1)
        sleep(GAP_SECONDS)
    return site.milliseconds(site.came("/a", requests))


def _alone_and_beside(site: _Site, other: Webhook) -> tuple[float, float]:
    site.lead(other, "/b")
    alone = _steadily(site)
    site.lead(other, "/hang")
    return alone, _steadily(site)


def _steadily(site: _Site) -> float:
    before = len(site.came("/a", 0))
    begun, decided = perf_counter(), 0
    while perf_counter() - begun < ROUND_SECONDS:
        site.decide(BATCH)
        decided += BATCH
        sleep(GAP_SECONDS)
    return _p99(site.milliseconds(site.came("/a", decided, before)))


def _bare_loop(url: str, requests: int) -> float:
    """POST as many bodies of the same size, one after the other, with nothing around it."""
    body = b'{"data": "' + b"x" * 900 + b'"}'
    with httpx2.Client(trust_env=False) as client:
        for _ in range(50):
            client.post(url, content=body)
        begun = perf_counter()
        for _ in range(requests):
            client.post(url, content=body)
        return requests / (perf_counter() - begun)


def _p99(milliseconds: list[float]) -> float:
    return round(quantiles(milliseconds, n=100, method="inclusive")[98], 1)
