from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from standardwebhooks import Webhook as Verifier

from ombud.domain.ids import new_id
from ombud.domain.webhooks import new_secret, shown_secret
from ombud.pipeline.sign import sign
from ombud.sealing import Seal, SealError
from ombud.storage.webhooks import Webhook

NOW = datetime.now(UTC)
SEAL = Seal(b"k" * 32, "test")
EVENT = {"id": UUID(int=7), "sequence": 3, "type": "comment.decided", "timestamp": NOW, "data": {"words": "é\u2028"}}


def webhook(secret: bytes, **more: object) -> Webhook:
    one = new_id()
    plain = Webhook(one, new_id(), "https://example.com/", (), b"", None, None, NOW, NOW, None, None, 0, None)
    return replace(plain, secret=SEAL.seal(secret, one.bytes), **more)  # type: ignore[arg-type]


def test_the_very_bytes_are_signed_and_the_id_is_the_events() -> None:
    secret, now = new_secret(), datetime.now(UTC)  # not NOW: the verifier refuses what is minutes old
    letter = sign(webhook(secret), EVENT, SEAL, now)
    read = Verifier(shown_secret(secret)).verify(letter.body, dict(letter.headers))
    assert read["data"] == EVENT["data"]
    assert letter.headers["webhook-id"] == str(EVENT["id"])
    assert letter.headers["webhook-timestamp"] == str(int(now.timestamp()))


def test_a_replaced_secret_signs_until_its_time_and_no_longer() -> None:
    old, endpoint = new_secret(), webhook(new_secret())
    endpoint = replace(
        endpoint,
        previous_secret=SEAL.seal(old, endpoint.id.bytes),
        previous_secret_until=NOW + timedelta(hours=1),
    )
    both = sign(endpoint, EVENT, SEAL, NOW).headers["webhook-signature"]
    assert len(both.split()) == 2
    alone = sign(endpoint, EVENT, SEAL, NOW + timedelta(hours=1)).headers["webhook-signature"]
    assert len(alone.split()) == 1


def test_a_secret_that_was_moved_to_another_endpoint_signs_nothing() -> None:
    stolen = replace(webhook(new_secret()), id=new_id())
    with pytest.raises(SealError):
        sign(stolen, EVENT, SEAL, NOW)
