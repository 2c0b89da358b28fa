"""`POST /v1/webhooks/{id}/test` and `/redeliver`: what is sent because somebody asks for it."""

from http import HTTPStatus
from uuid import UUID

from flask import Response

from ombud.domain.deliveries import DeliveryLane, DeliveryStatus
from ombud.pipeline.manage_webhooks import REPEATABLE, send_test
from ombud.storage.database import current_time
from ombud.storage.delivery_history import MOST_AT_ONCE
from ombud.storage.redeliveries import redeliver, redeliver_one
from ombud_api.problems import not_found
from ombud_api.v1.answers import json_answer
from ombud_api.v1.json_body import read_body
from ombud_api.v1.webhooks.answers import told_delivery
from ombud_api.v1.webhooks.bodies import RedeliveryBody
from ombud_api.v1.webhooks.endpoint import enabled_webhook, managing

NO_SUCH_DELIVERY = "This webhook has no finished delivery of this id."


def test_webhook(webhook_id: UUID) -> Response:
    """Send a test as any other delivery goes out; what became of it stands among the deliveries."""
    ours, caller = managing()
    with ours.database.transaction() as connection:
        webhook = enabled_webhook(connection, caller, webhook_id)
        delivery = send_test(connection, webhook, current_time(connection))
    ours.doorbell.ring(DeliveryLane.DELIVER)
    return json_answer(told_delivery(delivery), HTTPStatus.ACCEPTED)


def redeliver_events(webhook_id: UUID) -> Response:
    """Make finished deliveries due again: one, or those since a time."""
    ours, caller = managing()
    body = read_body(RedeliveryBody)
    with ours.database.transaction() as connection:
        webhook = enabled_webhook(connection, caller, webhook_id)
        now = current_time(connection)
        if body.since is not None:
            statuses = REPEATABLE if body.status == "all" else (DeliveryStatus(body.status),)
            count = redeliver(connection, webhook.id, statuses, now, since=body.since, until=body.until)
        else:
            count = int(body.delivery is not None and redeliver_one(connection, webhook.id, body.delivery, now))
    if body.delivery is not None and not count:
        raise not_found(NO_SUCH_DELIVERY)
    ours.doorbell.ring(DeliveryLane.DELIVER)
    return json_answer({"redelivered": count, "more": count == MOST_AT_ONCE}, HTTPStatus.ACCEPTED)
