"""What the calls about one endpoint have in common: who may make them, and which endpoint they mean."""

from uuid import UUID

from sqlalchemy import Connection

from ombud.domain.errors import UnavailableError
from ombud.domain.keys import Scope
from ombud.pipeline.sign import SEAL_PURPOSE
from ombud.sealing import Seal
from ombud.settings import Settings
from ombud.storage.webhooks import Webhook, webhook_of
from ombud_api.auth.site_keys import Caller, authenticate
from ombud_api.context import Services, services
from ombud_api.limits.request_limits import count_request
from ombud_api.problems import Problem, not_found

NO_SUCH_WEBHOOK = "Your site has no webhook of this id."


def managing() -> tuple[Services, Caller]:
    """Return the services and the caller, whose key must have the scope `manage`."""
    ours = services()
    caller = authenticate(ours.key_ring, Scope.MANAGE)
    count_request(ours, caller)
    return ours, caller


def found_webhook(connection: Connection, caller: Caller, webhook_id: UUID, *, lock: bool = False) -> Webhook:
    """Return an endpoint of the caller's site; a 404 problem where it has no such one."""
    webhook = webhook_of(connection, caller.site.id, webhook_id, lock=lock)
    if webhook is None:
        raise not_found(NO_SUCH_WEBHOOK)
    return webhook


def enabled_webhook(connection: Connection, caller: Caller, webhook_id: UUID) -> Webhook:
    """Return an endpoint that things are sent to, and keep it so; a 409 problem where it is disabled."""
    webhook = found_webhook(connection, caller, webhook_id, lock=True)
    if webhook.disabled_at is not None:
        raise Problem("webhook-disabled", f"Nothing is sent to this webhook. {webhook.disabled_reason or ''}".strip())
    return webhook


def webhook_seal(settings: Settings) -> Seal:
    """Return the seal of webhook secrets; `UnavailableError` where the service has no secret key."""
    if settings.secret_key is None:
        raise UnavailableError("OMBUD_SECRET_KEY is not set here, so no secret can be kept. Tell whoever runs Ombud.")
    return Seal(settings.require_secret_key(), SEAL_PURPOSE)
