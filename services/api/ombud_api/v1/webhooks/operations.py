"""The calls about webhooks, described."""

from http import HTTPStatus

from ombud.domain.deliveries import DeliveryStatus
from ombud.domain.keys import Scope
from ombud_api.v1.operation import Answer, Operation, Parameter
from ombud_api.v1.webhooks.answers import (
    DeletedWebhook,
    Delivery,
    DeliveryList,
    Redelivery,
    Webhook,
    WebhookList,
    WebhookWithSecret,
)
from ombud_api.v1.webhooks.bodies import RedeliveryBody, WebhookBody, WebhookChange
from ombud_api.v1.webhooks.deliveries import DEFAULT_LIMIT, LARGEST_LIMIT
from ombud_api.v1.webhooks.rotate import DEFAULT_OVERLAP_HOURS, LONGEST_OVERLAP_HOURS

_TAG = "Webhooks"
_ID = Parameter("webhook_id", "path", "The id of the webhook.", {"type": "string", "format": "uuid"})
_NO_SUCH = ("not-found",)
_SENDS = ("not-found", "webhook-disabled")

WEBHOOK_OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "POST",
        "/v1/webhooks",
        "add_webhook",
        _TAG,
        "Add a webhook",
        "Has your site told of events by requests to an address of yours, signed as Standard Webhooks 1.0.0 says. The "
        "answer holds the secret, this once. An address inside a private network can be given; whether requests may "
        "go there is for whoever runs the service to say, and looked at with each connection.",
        (Answer(HTTPStatus.CREATED, "The webhook with its secret.", WebhookWithSecret, ("Location",)),),
        Scope.MANAGE,
        body=WebhookBody,
    ),
    Operation(
        "GET",
        "/v1/webhooks",
        "list_webhooks",
        _TAG,
        "List webhooks",
        "Your site's webhooks, oldest first, without their secrets.",
        (Answer(HTTPStatus.OK, "All of them.", WebhookList),),
        Scope.MANAGE,
    ),
    Operation(
        "GET",
        "/v1/webhooks/{webhook_id}",
        "read_webhook",
        _TAG,
        "Read a webhook",
        "One webhook and how it fares.",
        (Answer(HTTPStatus.OK, "The webhook.", Webhook),),
        Scope.MANAGE,
        (_ID,),
        problems=_NO_SUCH,
    ),
    Operation(
        "PATCH",
        "/v1/webhooks/{webhook_id}",
        "change_webhook",
        _TAG,
        "Change a webhook",
        "Its address, its events, or whether anything is sent. What was given up while it was disabled can be sent "
        "again with `redeliver`; what happened meanwhile stands in the feed.",
        (Answer(HTTPStatus.OK, "The webhook as it is now.", Webhook),),
        Scope.MANAGE,
        (_ID,),
        WebhookChange,
        _NO_SUCH,
    ),
    Operation(
        "DELETE",
        "/v1/webhooks/{webhook_id}",
        "delete_webhook",
        _TAG,
        "Delete a webhook",
        "Sends nothing more, and forgets its deliveries and their attempts.",
        (Answer(HTTPStatus.OK, "It is gone.", DeletedWebhook),),
        Scope.MANAGE,
        (_ID,),
        problems=_NO_SUCH,
    ),
    Operation(
        "POST",
        "/v1/webhooks/{webhook_id}/rotate",
        "rotate_webhook",
        _TAG,
        "Replace the secret",
        "Makes a new secret, shown this once. For the overlap every delivery carries two signatures, one by each "
        "secret, so that your receiver can change over without refusing anything.",
        (Answer(HTTPStatus.OK, "The webhook with its new secret.", WebhookWithSecret),),
        Scope.MANAGE,
        (
            _ID,
            Parameter(
                "overlap_hours",
                "query",
                "For how many hours the old secret goes on signing; 0 ends it at once.",
                {
                    "type": "integer",
                    "minimum": 0,
                    "maximum": LONGEST_OVERLAP_HOURS,
                    "default": DEFAULT_OVERLAP_HOURS,
                },
            ),
        ),
        problems=_NO_SUCH,
    ),
    Operation(
        "POST",
        "/v1/webhooks/{webhook_id}/test",
        "test_webhook",
        _TAG,
        "Send a test",
        "Sends an event of type `webhook.test` with no data, the way every other goes. What became of it stands among "
        "the deliveries a moment later.",
        (Answer(HTTPStatus.ACCEPTED, "The test, which is on its way.", Delivery),),
        Scope.MANAGE,
        (_ID,),
        problems=_SENDS,
    ),
    Operation(
        "POST",
        "/v1/webhooks/{webhook_id}/redeliver",
        "redeliver_events",
        _TAG,
        "Send again",
        "Sends one delivery again, or all of a time: by default those that were given up. Each begins its schedule "
        "anew, with the `webhook-id` that it always had and the event as it is stored now.",
        (Answer(HTTPStatus.ACCEPTED, "How many are due again.", Redelivery),),
        Scope.MANAGE,
        (_ID,),
        RedeliveryBody,
        _SENDS,
    ),
    Operation(
        "GET",
        "/v1/webhooks/{webhook_id}/deliveries",
        "read_deliveries",
        _TAG,
        "List deliveries",
        "What was delivered, what waits and what was given up, newest first, with every attempt. What has ended is "
        "kept for 30 days.",
        (Answer(HTTPStatus.OK, "A page.", DeliveryList),),
        Scope.MANAGE,
        (
            _ID,
            Parameter(
                "status",
                "query",
                "Only deliveries of this status; `dead` are those that were given up.",
                {"type": "string", "enum": [*map(str, DeliveryStatus)]},
            ),
            Parameter("cursor", "query", "The `next_cursor` of the page before.", {"type": "string"}),
            Parameter(
                "limit",
                "query",
                f"How many items to send: 1 to {LARGEST_LIMIT}, or {DEFAULT_LIMIT} if not told.",
                {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": DEFAULT_LIMIT},
            ),
        ),
        problems=_NO_SUCH,
    ),
)
