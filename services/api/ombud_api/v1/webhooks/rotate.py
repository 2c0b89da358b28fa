"""`POST /v1/webhooks/{id}/rotate`: a new secret, beside which the old one goes on for a while."""

from datetime import timedelta
from uuid import UUID

from flask import Response

from ombud.pipeline.manage_webhooks import rotate_secret
from ombud.storage.database import current_time
from ombud_api.v1.answers import json_answer
from ombud_api.v1.query import refuse_unknown, whole_number
from ombud_api.v1.webhooks.answers import told_webhook
from ombud_api.v1.webhooks.endpoint import found_webhook, managing, webhook_seal

DEFAULT_OVERLAP_HOURS = 24
LONGEST_OVERLAP_HOURS = 168


def rotate_webhook(webhook_id: UUID) -> Response:
    """Replace the secret; for `overlap_hours` both sign."""
    ours, caller = managing()
    refuse_unknown({"overlap_hours"})
    hours = whole_number("overlap_hours", DEFAULT_OVERLAP_HOURS, LONGEST_OVERLAP_HOURS, least=0)
    seal = webhook_seal(ours.settings)
    with ours.database.transaction() as connection:
        webhook = found_webhook(connection, caller, webhook_id, lock=True)
        rotated = rotate_secret(connection, webhook, timedelta(hours=hours), seal, current_time(connection))
    return json_answer(told_webhook(rotated.webhook) | {"secret": rotated.secret})
