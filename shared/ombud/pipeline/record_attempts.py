"""Recording attempts: in one transaction what was answered, what becomes of each delivery, and how endpoints fare."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from ombud.domain.deliveries import Attempt, AttemptOutcome, DeliveryLease, DeliveryStatus, next_attempt_at, rest_until
from ombud.observability.crash_points import crash_point
from ombud.storage.deliveries import lock_held, postpone_deliveries, release_deliveries
from ombud.storage.delivery_history import add_attempts, finish_deliveries
from ombud.storage.webhooks import count_failures, disable_webhook, let_rest

GONE = "The receiver answered 410 Gone: it wants no more deliveries."


@dataclass(frozen=True, slots=True)
class Ended:
    """A claim that has ended: with an attempt, or with none, and then the lease is given back.

    `was_failing` says whether the endpoint had failed before, as far as was known at the claim.
    """

    lease: DeliveryLease
    attempt: Attempt | None
    was_failing: bool = False


def record_attempts(
    connection: Connection, ended: Sequence[Ended], now: datetime, chance: Callable[[], float]
) -> list[Attempt]:
    """Record what still counts, and return just that.

    An attempt counts while its lease is the delivery's own: one that was lost to an erasure, to a deleted endpoint or
    to another deliverer is dropped. `chance` draws from 0-1, for the jitter.
    """
    release_deliveries(connection, [one.lease for one in ended if one.attempt is None])
    tried = [(one, one.attempt) for one in ended if one.attempt is not None]
    held = lock_held(connection, [one.lease for one, _ in tried]) if tried else set()
    made = [(one, attempt) for one, attempt in tried if one.lease.delivery_id in held]
    if not made:
        return []
    add_attempts(connection, [(one.lease.delivery_id, attempt) for one, attempt in made])
    _settle(connection, made, now, chance)
    _tell_endpoints(connection, made, now)
    crash_point("deliver.before_commit")
    return [attempt for _, attempt in made]


Made = Sequence[tuple[Ended, Attempt]]


def _settle(connection: Connection, made: Made, now: datetime, chance: Callable[[], float]) -> None:
    delivered, dead, later = [], [], {}
    for one, attempt in made:
        if attempt.outcome is AttemptOutcome.DELIVERED:
            delivered.append(one.lease.delivery_id)
        elif (due := next_attempt_at(one.lease, attempt, now, chance())) is not None:
            later[one.lease.delivery_id] = due
        else:
            dead.append(one.lease.delivery_id)
    finish_deliveries(connection, delivered, DeliveryStatus.DELIVERED, now)
    finish_deliveries(connection, dead, DeliveryStatus.DEAD, now)
    if later:
        postpone_deliveries(connection, later)


def _tell_endpoints(connection: Connection, made: Made, now: datetime) -> None:
    told: dict[UUID, tuple[bool, int]] = {}
    for one, attempt in sorted(made, key=lambda pair: pair[1].started_at):
        answered, failed = told.get(one.lease.webhook_id, (False, 0))
        if attempt.outcome is AttemptOutcome.DELIVERED:
            told[one.lease.webhook_id] = (True, 0)
        else:
            told[one.lease.webhook_id] = (answered, failed + 1)
        if attempt.outcome is AttemptOutcome.GONE:
            disable_webhook(connection, one.lease.webhook_id, GONE, now)
    news = {one.lease.webhook_id for one, _ in made if one.was_failing or told[one.lease.webhook_id][1]}
    if news:
        failures = count_failures(connection, {webhook_id: told[webhook_id] for webhook_id in news})
        let_rest(connection, {webhook_id: rest_until(count, now) for webhook_id, count in failures.items()})
