"""A site whose events are delivered to a receiver on loopback, for benchmarks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from uuid import UUID

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


@dataclass(slots=True)
class DeliverySite:
    """The site, whose comments are decided in this process, and the log of its receiver."""

    stack: Stack
    port: int
    log: Path
    bell: Doorbell
    numbers: Iterator[int] = field(default_factory=count)

    def open(self, path: str) -> Webhook:
        """Add a webhook that leads to a path of the receiver."""
        seal = Seal(self.stack.environment["OMBUD_SECRET_KEY"].encode(), SEAL_PURPOSE)
        with self.stack.database.transaction() as connection:
            made = open_webhook(connection, self.stack.site.id, self.url(path), (), seal, current_time(connection))
        if made is None:
            raise RuntimeError("the site has too many webhooks")
        return made.webhook

    def url(self, path: str) -> str:
        """Return the address of one of the receiver's paths."""
        return f"http://127.0.0.1:{self.port}{path}"

    def lead(self, webhook: Webhook, path: str) -> None:
        """Let a webhook lead to another path."""
        with self.stack.database.transaction() as connection:
            alter_webhook(connection, webhook, current_time(connection), url=self.url(path))

    def decide(self, comments: int, *, ring: bool = True) -> None:
        """Accept comments and decide them."""
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


@contextmanager
def delivery_site(*, delivering: bool = True) -> Iterator[DeliverySite]:
    """Run servers and a receiver; a deliverer and a scheduler too, if asked for."""
    with bench_stack("deterministic", OMBUD_WEBHOOK_ALLOWED_NETWORKS="127.0.0.0/8") as stack:
        port, log = choose_port(None), Path(stack.environment["OMBUD_DATA_DIR"]) / "arrivals"
        site = DeliverySite(stack, port, log, Doorbell(stack.environment["OMBUD_REDIS_URL"]))
        with stack.running("ombud.bench.loopback_receiver", str(port), str(log)):
            while not log.exists():
                sleep(0.05)
            if not delivering:
                yield site
                return
            with stack.running("ombud", "worker", "--lanes", "deliver"), stack.running("ombud", "scheduler"):
                _warm(site)
                yield site


def _warm(site: DeliverySite) -> None:
    webhook = site.open("/warm")
    site.decide(8)
    site.came("/warm", 8)
    with site.stack.database.transaction() as connection:
        close_webhook(connection, webhook)
