"""A newsroom's webhooks, and deliveries to them by a clock that the test turns."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from ombud.domain.deliveries import DeliveryStatus
from ombud.domain.events import EventType
from ombud.outbound.addresses import Network
from ombud.outbound.guarded_network import Resolve
from ombud.pipeline.deliver import Deliverer
from ombud.pipeline.manage_webhooks import WithSecret, open_webhook, send_test
from ombud.pipeline.sign import SEAL_PURPOSE
from ombud.sealing import Seal
from ombud.storage.database import current_time
from ombud.storage.delivery_list import ListedDelivery, list_deliveries
from ombud.storage.webhooks import Webhook, webhook_of
from tests.integration.pipeline.conftest import Newsroom

SEAL = Seal(b"for-tests-only" * 3, SEAL_PURPOSE)


@dataclass(slots=True)
class PostOffice:
    """Delivers what one newsroom's site announces. `ahead` is how far its clock runs before the database's."""

    newsroom: Newsroom
    allowed: tuple[Network, ...]
    lease: timedelta = timedelta(seconds=60)
    resolve: Resolve | None = None
    ahead: timedelta = timedelta()
    seal: Seal = field(default_factory=lambda: SEAL)

    def clock(self, connection: Connection) -> datetime:
        return current_time(connection) + self.ahead

    def deliver(self) -> None:
        """Send what is due by the clock, each once."""
        self.deliverer().deliver_due()

    def deliverer(self, **changed: Any) -> Deliverer:
        given: dict[str, Any] = {"resolve": self.resolve, "clock": self.clock, "chance": lambda: 0.5, **changed}
        return Deliverer(self.newsroom.database, self.seal, self.lease, self.allowed, **given)

    def open(self, url: str, *events: EventType) -> WithSecret:
        with self.newsroom.database.transaction() as connection:
            made = open_webhook(connection, self.newsroom.site.id, url, events, self.seal, current_time(connection))
        assert made is not None
        return made

    def webhook(self, webhook_id: UUID) -> Webhook:
        with self.newsroom.database.transaction() as connection:
            found = webhook_of(connection, self.newsroom.site.id, webhook_id)
        assert found is not None
        return found

    def test(self, webhook: Webhook) -> None:
        with self.newsroom.database.transaction() as connection:
            send_test(connection, webhook, current_time(connection))

    def deliveries(self, webhook: Webhook, *statuses: DeliveryStatus) -> list[ListedDelivery]:
        with self.newsroom.database.transaction() as connection:
            return list_deliveries(connection, webhook.id, statuses or list(DeliveryStatus), None, 1000)

    def announce(self, count: int = 1) -> list[UUID]:
        """Let the machine decide comments; returns their ids."""
        ids = [one.comment.id for one in self.newsroom.accept(*[f"comment {number}" for number in range(count)])]
        self.newsroom.moderate()
        return ids
