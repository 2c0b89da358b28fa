"""What calls about webhooks answer, as models."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ombud.domain.deliveries import AttemptOutcome, DeliveryStatus
from ombud.domain.events import EventType
from ombud.storage.delivery_list import ListedDelivery
from ombud.storage.webhooks import Webhook as StoredWebhook
from ombud_api.v1.answer_base import Answer


class Webhook(Answer):
    """An endpoint. Its secret is shown only when it is made."""

    id: UUID
    url: str
    events: list[EventType]
    """The types that are sent; empty, all."""
    enabled: bool
    disabled_reason: str | None
    """Why nothing is sent; null where it is enabled."""
    failures: int
    """Attempts that failed in a row, over all deliveries."""
    resting_until: datetime | None
    """After many failures in a row nothing is tried until then; nothing is lost meanwhile."""
    previous_secret_until: datetime | None
    """Until when deliveries are signed with the replaced secret too."""
    created_at: datetime
    updated_at: datetime


class WebhookWithSecret(Webhook):
    """An endpoint with its new secret."""

    secret: str
    """Begins with `whsec_`. Keep it where your receiver can read it: it is shown this once."""


class WebhookList(Answer):
    """All endpoints of a site, oldest first."""

    items: list[Webhook]
    next_cursor: None
    """Always null: a site has 50 endpoints at most."""


class DeletedWebhook(Answer):
    """An endpoint that is no more."""

    id: UUID
    deliveries_dropped: int
    """Deliveries that were still under way."""


class DeliveryAttempt(Answer):
    """One attempt to deliver."""

    started_at: datetime
    outcome: AttemptOutcome
    """`delivered` for a 2xx answer, `gone` for 410, `failed` for all else."""
    milliseconds: int
    status_code: int | None
    """Null where there was no answer."""
    answer: str
    """The first 2 KB of what the receiver answered, as it came: escape it wherever you show it."""
    error: str | None
    """Why there was no answer."""


class Delivery(Answer):
    """One event on its way to one endpoint, or a test of it."""

    id: UUID
    event_id: UUID
    """The `webhook-id` of every attempt."""
    comment_id: UUID | None
    type: EventType | Literal["webhook.test"]
    sequence: int
    """The event's; 0 for a test."""
    status: DeliveryStatus
    """`waiting` until it is `delivered`, `dead` (given up) or `cancelled` (its comment was erased)."""
    created_at: datetime
    next_attempt_at: datetime | None
    """The next attempt is made then, or soon after; null where there is none to come."""
    finished_at: datetime | None
    attempts: list[DeliveryAttempt]
    """In order, also those before a redelivery."""


class DeliveryList(Answer):
    """A page of deliveries, newest first."""

    items: list[Delivery]
    next_cursor: str | None
    """Send it as `cursor` for the next page; null on the last one."""


class Redelivery(Answer):
    """What is sent again."""

    redelivered: int
    """How many deliveries are due again."""
    more: bool
    """Whether there may be more: a call takes 1,000 at most. Repeat it until this is false."""


def told_webhook(webhook: StoredWebhook) -> dict[str, object]:
    """Return an endpoint as it is told, without its secrets."""
    return {
        "id": webhook.id,
        "url": webhook.url,
        "events": webhook.events,
        "enabled": webhook.disabled_at is None,
        "disabled_reason": webhook.disabled_reason,
        "failures": webhook.failures,
        "resting_until": webhook.resting_until,
        "previous_secret_until": webhook.previous_secret_until,
        "created_at": webhook.created_at,
        "updated_at": webhook.updated_at,
    }


def told_delivery(delivery: ListedDelivery) -> dict[str, object]:
    """Return a delivery as it is told."""
    return {
        "id": delivery.id,
        "event_id": delivery.event_id,
        "comment_id": delivery.comment_id,
        "type": delivery.type,
        "sequence": delivery.sequence,
        "status": delivery.status,
        "created_at": delivery.created_at,
        "next_attempt_at": delivery.next_attempt_at,
        "finished_at": delivery.finished_at,
        "attempts": delivery.attempts,
    }
