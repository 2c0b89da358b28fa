"""What a site does with its webhook endpoints: add, change, rotate the secret, test, send again, delete."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from ombud.domain.deliveries import DeliveryStatus
from ombud.domain.events import EventType
from ombud.domain.ids import new_id
from ombud.domain.webhooks import MOST_WEBHOOKS, new_secret, shown_secret
from ombud.sealing import Seal
from ombud.storage.deliveries import TEST_TYPE, add_test_delivery
from ombud.storage.delivery_history import drop_deliveries
from ombud.storage.delivery_list import ListedDelivery
from ombud.storage.redeliveries import redeliver
from ombud.storage.webhooks import (
    Webhook,
    add_webhook,
    change_webhook,
    count_webhooks,
    enabled_webhook_ids,
    remove_webhook,
    webhook_of,
)

DISABLED_BY_SITE = "Your site disabled it."
REPEATABLE = (DeliveryStatus.DEAD, DeliveryStatus.DELIVERED)
"""What can be sent again: not what was cancelled, because its comment was erased."""


@dataclass(frozen=True, slots=True)
class WithSecret:
    """An endpoint at one of the moments at which its secret is shown."""

    webhook: Webhook
    secret: str


def open_webhook(
    connection: Connection, site_id: UUID, url: str, events: Sequence[EventType], seal: Seal, now: datetime
) -> WithSecret | None:
    """Give a site another endpoint; None where it has as many as it may."""
    if count_webhooks(connection, site_id) >= MOST_WEBHOOKS:
        return None
    webhook_id, secret = new_id(), new_secret()
    add_webhook(connection, webhook_id, site_id, url, sorted(set(events)), seal.seal(secret, webhook_id.bytes), now)
    return WithSecret(_stored(connection, site_id, webhook_id), shown_secret(secret))


def rotate_secret(
    connection: Connection, webhook: Webhook, overlap: timedelta, seal: Seal, now: datetime
) -> WithSecret:
    """Give an endpoint a new secret. Deliveries are signed with the old one too, until the overlap ends."""
    secret = new_secret()
    changes = {
        "secret": seal.seal(secret, webhook.id.bytes),
        "previous_secret": webhook.secret if overlap else None,
        "previous_secret_until": now + overlap if overlap else None,
    }
    change_webhook(connection, webhook.id, changes, now)
    return WithSecret(_stored(connection, webhook.site_id, webhook.id), shown_secret(secret))


def alter_webhook(
    connection: Connection,
    webhook: Webhook,
    now: datetime,
    *,
    url: str | None = None,
    events: Sequence[EventType] | None = None,
    enabled: bool | None = None,
) -> Webhook:
    """Change what is told. A new address or an enabled endpoint begins without failures."""
    changes: dict[str, object] = {}
    if url is not None:
        changes |= {"url": url, "failures": 0, "resting_until": None}
    if events is not None:
        changes["events"] = sorted(set(events))
    if enabled:
        changes |= {"disabled_at": None, "disabled_reason": None, "failures": 0, "resting_until": None}
    elif enabled is False and webhook.disabled_at is None:
        changes |= {"disabled_at": now, "disabled_reason": DISABLED_BY_SITE}
    if changes:
        change_webhook(connection, webhook.id, changes, now)
    return _stored(connection, webhook.site_id, webhook.id)


def send_test(connection: Connection, webhook: Webhook, now: datetime) -> ListedDelivery:
    """Send an endpoint an event that is none; the caller rings after its commit."""
    delivery_id, event_id = add_test_delivery(connection, webhook.site_id, webhook.id, now)
    return ListedDelivery(delivery_id, event_id, None, TEST_TYPE, 0, DeliveryStatus.WAITING, now, now, None)


def redeliver_dead(connection: Connection, site_id: UUID | None, since: datetime, now: datetime) -> int:
    """Make due again what was given up, of events since a time: for one site's endpoints, or for all.

    Returns how many, at most 1,000 for each endpoint; 0 where nothing is left to send again.
    """
    dead = (DeliveryStatus.DEAD,)
    return sum(
        redeliver(connection, webhook_id, dead, now, since=since)
        for webhook_id in enabled_webhook_ids(connection, site_id)
    )


def close_webhook(connection: Connection, webhook: Webhook) -> int:
    """Delete an endpoint and everything of it; returns how many deliveries were still under way."""
    dropped = drop_deliveries(connection, webhook.id)
    remove_webhook(connection, webhook.id)
    return dropped


def _stored(connection: Connection, site_id: UUID, webhook_id: UUID) -> Webhook:
    webhook = webhook_of(connection, site_id, webhook_id)
    if webhook is None:
        raise AssertionError("a webhook that is locked or was just added is there")
    return webhook
