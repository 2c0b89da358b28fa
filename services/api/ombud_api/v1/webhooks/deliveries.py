"""`GET /v1/webhooks/{id}/deliveries`: what was sent, what waits and what was given up, with every attempt."""

from uuid import UUID

from flask import Response, request

from ombud.domain.deliveries import DeliveryStatus
from ombud.domain.errors import FieldError
from ombud.storage.delivery_list import list_deliveries
from ombud_api.problems import validation_problem
from ombud_api.v1.answers import json_answer
from ombud_api.v1.cursors import delivery_after, delivery_cursor_of
from ombud_api.v1.query import refuse_unknown, whole_number
from ombud_api.v1.webhooks.answers import told_delivery
from ombud_api.v1.webhooks.endpoint import found_webhook, managing

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 200


def read_deliveries(webhook_id: UUID) -> Response:
    """List an endpoint's deliveries, newest first, a page at a time."""
    ours, caller = managing()
    refuse_unknown({"status", "cursor", "limit"})
    limit = whole_number("limit", DEFAULT_LIMIT, LARGEST_LIMIT)
    cursor = request.args.get("cursor")
    before = delivery_after(cursor) if cursor is not None else None
    with ours.database.transaction() as connection:
        webhook = found_webhook(connection, caller, webhook_id)
        found = list_deliveries(connection, webhook.id, _statuses(), before, limit + 1)
    page = found[:limit]
    return json_answer(
        {
            "items": [told_delivery(one) for one in page],
            "next_cursor": delivery_cursor_of(page[-1].id) if len(found) > limit else None,
        }
    )


def _statuses() -> list[DeliveryStatus]:
    status = request.args.get("status")
    if status is None:
        return list(DeliveryStatus)
    if status not in tuple(DeliveryStatus):
        raise validation_problem([FieldError("?status", f"must be one of {', '.join(DeliveryStatus)}")])
    return [DeliveryStatus(status)]
