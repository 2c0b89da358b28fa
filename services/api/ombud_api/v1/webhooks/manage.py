"""`/v1/webhooks` and `/v1/webhooks/{id}`: the endpoints of a site."""

from http import HTTPStatus
from uuid import UUID

from flask import Response

from ombud.domain.errors import FieldError
from ombud.domain.webhooks import MOST_WEBHOOKS
from ombud.pipeline.manage_webhooks import alter_webhook, close_webhook, open_webhook
from ombud.storage.database import current_time
from ombud.storage.webhooks import webhooks_of
from ombud_api.problems import validation_problem
from ombud_api.v1.answers import json_answer
from ombud_api.v1.json_body import read_body
from ombud_api.v1.webhooks.answers import told_webhook
from ombud_api.v1.webhooks.bodies import WebhookBody, WebhookChange
from ombud_api.v1.webhooks.endpoint import found_webhook, managing, webhook_seal


def add_webhook() -> Response:
    """Add an endpoint: 201 with its secret, which is never shown again."""
    ours, caller = managing()
    body = read_body(WebhookBody)
    seal = webhook_seal(ours.settings)
    with ours.database.transaction() as connection:
        made = open_webhook(connection, caller.site.id, body.url, body.events, seal, current_time(connection))
    if made is None:
        raise validation_problem([FieldError("", f"is one webhook too many: a site has {MOST_WEBHOOKS} at most")])
    answer = told_webhook(made.webhook) | {"secret": made.secret}
    return json_answer(answer, HTTPStatus.CREATED, {"Location": f"/v1/webhooks/{made.webhook.id}"})


def list_webhooks() -> Response:
    """List the site's endpoints."""
    ours, caller = managing()
    with ours.database.transaction() as connection:
        found = webhooks_of(connection, caller.site.id)
    return json_answer({"items": [told_webhook(one) for one in found], "next_cursor": None})


def read_webhook(webhook_id: UUID) -> Response:
    """Return one endpoint."""
    ours, caller = managing()
    with ours.database.transaction() as connection:
        return json_answer(told_webhook(found_webhook(connection, caller, webhook_id)))


def change_webhook(webhook_id: UUID) -> Response:
    """Change an endpoint's address, its events, or whether anything is sent."""
    ours, caller = managing()
    body = read_body(WebhookChange)
    with ours.database.transaction() as connection:
        webhook = found_webhook(connection, caller, webhook_id, lock=True)
        now = current_time(connection)
        changed = alter_webhook(connection, webhook, now, url=body.url, events=body.events, enabled=body.enabled)
    return json_answer(told_webhook(changed))


def delete_webhook(webhook_id: UUID) -> Response:
    """Delete an endpoint with its deliveries."""
    ours, caller = managing()
    with ours.database.transaction() as connection:
        dropped = close_webhook(connection, found_webhook(connection, caller, webhook_id, lock=True))
    return json_answer({"id": webhook_id, "deliveries_dropped": dropped})
