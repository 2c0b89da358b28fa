"""Signing an event for an endpoint, by Standard Webhooks 1.0.0."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Any

import orjson
from standardwebhooks import Webhook as Signer

from ombud.sealing import Seal
from ombud.storage.webhooks import Webhook

SEAL_PURPOSE = "webhook-secrets"
_USER_AGENT = f"Ombud-Webhooks/{version('ombud')}"


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent: the very bytes that were signed, and the headers that say so."""

    headers: Mapping[str, str]
    body: bytes


def sign(webhook: Webhook, event: Mapping[str, Any], seal: Seal, now: datetime) -> Letter:
    """Write and sign an event; while a secret is being replaced, with the old one too.

    `SealError` where the endpoint's secret cannot be opened.
    """
    body = orjson.dumps(event, option=orjson.OPT_UTC_Z)
    secrets = [seal.open(sealed, webhook.id.bytes) for sealed in _valid_secrets(webhook, now)]
    signatures = [Signer(secret).sign(str(event["id"]), now, body.decode()) for secret in secrets]
    headers = {
        "Content-Type": "application/json",
        "User-Agent": _USER_AGENT,
        "Accept-Encoding": "identity",
        "webhook-id": str(event["id"]),
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
    return Letter(headers, body)


def _valid_secrets(webhook: Webhook, now: datetime) -> list[bytes]:
    until = webhook.previous_secret_until
    previous = webhook.previous_secret if until is not None and now < until else None
    return [webhook.secret, *([previous] if previous else [])]
