"""One attempt at a delivery: sign, send, and put down what came of it. Holds no database connection."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import perf_counter

from ombud.domain.deliveries import Attempt
from ombud.domain.webhooks import AddressError, parse_address
from ombud.observability.crash_points import crash_point
from ombud.outbound.sending import Sender, SendingFailedError
from ombud.pipeline.sign import sign
from ombud.sealing import Seal, SealError
from ombud.storage.deliveries import ClaimedDelivery
from ombud.storage.webhooks import Webhook

KEPT_OF_ANSWER = 2048


async def attempt(
    sender: Sender, seal: Seal, webhook: Webhook, delivery: ClaimedDelivery, now: datetime, *, seconds: float
) -> Attempt:
    """Send a delivery once. Never raises for what a receiver does: every failure is an attempt with a sentence."""
    begun = perf_counter()
    try:
        letter = sign(webhook, delivery.event, seal, now)
        answered = await sender.post(parse_address(webhook.url), letter.headers, letter.body, seconds=seconds)
    except (SendingFailedError, SealError) as error:
        return Attempt(now, _milliseconds(begun), error=str(error))
    except AddressError as error:
        return Attempt(now, _milliseconds(begun), error=f"Nothing was sent: the address {error}.")
    crash_point("deliver.after_post")
    return Attempt(
        now,
        _milliseconds(begun),
        status_code=answered.status_code,
        answer=_kept(answered.body),
        retry_after=retry_after(answered.retry_after, now),
    )


def retry_after(text: str | None, now: datetime) -> timedelta | None:
    """Read a Retry-After header, in seconds or as a date (RFC 9110, section 10.2.3); None where it says nothing."""
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return timedelta(seconds=int(text[:9]))
    try:
        named = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(timedelta(), (named if named.tzinfo else named.replace(tzinfo=UTC)) - now)


def _milliseconds(begun: float) -> int:
    return round((perf_counter() - begun) * 1000)


def _kept(body: bytes) -> str:
    return body[:KEPT_OF_ANSWER].decode("utf-8", "replace").replace("\x00", "\ufffd")
