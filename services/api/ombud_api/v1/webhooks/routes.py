"""Where the calls about webhooks are."""

from collections.abc import Callable

from flask import Response

from ombud_api.v1.webhooks.deliveries import read_deliveries
from ombud_api.v1.webhooks.manage import add_webhook, change_webhook, delete_webhook, list_webhooks, read_webhook
from ombud_api.v1.webhooks.rotate import rotate_webhook
from ombud_api.v1.webhooks.send_again import redeliver_events, test_webhook

_ONE = "/v1/webhooks/<uuid:webhook_id>"

WEBHOOK_ROUTES: tuple[tuple[str, str, Callable[..., Response]], ...] = (
    ("POST", "/v1/webhooks", add_webhook),
    ("GET", "/v1/webhooks", list_webhooks),
    ("GET", _ONE, read_webhook),
    ("PATCH", _ONE, change_webhook),
    ("DELETE", _ONE, delete_webhook),
    ("POST", f"{_ONE}/rotate", rotate_webhook),
    ("POST", f"{_ONE}/test", test_webhook),
    ("POST", f"{_ONE}/redeliver", redeliver_events),
    ("GET", f"{_ONE}/deliveries", read_deliveries),
)
