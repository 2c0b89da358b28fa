"""Deliveries: one event on its way to one webhook endpoint, and the rules of trying again.

Schedule and status codes follow Standard Webhooks 1.0.0.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

SCHEDULE = tuple(
    timedelta(seconds=seconds)
    for seconds in (0, 5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)
"""How long each attempt waits for the one before: ten attempts over some three days."""

JITTER = 0.2
"""Each wait is drawn from so much around the schedule's, so that receivers do not come back to a stampede."""

LONGEST_WAIT = SCHEDULE[-1]
"""A receiver's own Retry-After counts up to this."""

LIFETIME = timedelta(days=4)
"""What was not delivered by then is dead, however few attempts a resting endpoint left it."""

LONGEST_ATTEMPT = 15.0
"""Seconds that one attempt may take in all, from the look-up of the name to the last byte."""

MOST_IN_FLIGHT = 64
MOST_PER_ENDPOINT = 4
"""Attempts at once: by one deliverer, and to one endpoint by one deliverer."""

MOST_AHEAD = 16
"""Deliveries that may be claimed at once for an endpoint that answers well: the next is at hand when one ends."""

FAILURES_BEFORE_REST = 5
SHORTEST_REST, LONGEST_REST = timedelta(seconds=10), timedelta(minutes=10)
"""After so many failures in a row an endpoint rests; after each further one, twice as long."""


class DeliveryLane(StrEnum):
    """The lane of deliveries. It has a worker of its own, so that a slow receiver never delays a decision."""

    DELIVER = "deliver"


class DeliveryStatus(StrEnum):
    """How far a delivery has come."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"
    CANCELLED = "cancelled"


class AttemptOutcome(StrEnum):
    """How one attempt ended."""

    DELIVERED = "delivered"
    FAILED = "failed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: what was answered, or in `error` why nothing was. `answer` is the receiver's own text: data only."""

    started_at: datetime
    milliseconds: int
    status_code: int | None = None
    answer: str = ""
    error: str | None = None
    retry_after: timedelta | None = None

    @property
    def outcome(self) -> AttemptOutcome:
        """2xx delivers, 410 disables the endpoint, all else fails: redirects too."""
        if self.status_code is not None and 200 <= self.status_code < 300:
            return AttemptOutcome.DELIVERED
        return AttemptOutcome.GONE if self.status_code == 410 else AttemptOutcome.FAILED


@dataclass(frozen=True, slots=True)
class DeliveryLease:
    """A deliverer's hold on a delivery. What it records counts only while the token is the delivery's own."""

    delivery_id: UUID
    webhook_id: UUID
    token: UUID
    failed_attempts: int
    waiting_since: datetime


def next_attempt_at(lease: DeliveryLease, attempt: Attempt, now: datetime, chance: float) -> datetime | None:
    """When to try again after a failed attempt; None where the delivery is dead. `chance` is uniform in 0-1."""
    made = lease.failed_attempts + 1
    if attempt.outcome is AttemptOutcome.GONE or made >= len(SCHEDULE) or now - lease.waiting_since >= LIFETIME:
        return None
    wait = SCHEDULE[made] * (1 - JITTER + 2 * JITTER * chance)
    return now + max(wait, min(attempt.retry_after or wait, LONGEST_WAIT))


def rest_until(failures: int, now: datetime) -> datetime | None:
    """Until when an endpoint rests after so many failures in a row; None where it need not."""
    beyond = failures - FAILURES_BEFORE_REST
    return None if beyond < 0 else now + min(SHORTEST_REST * 2 ** min(beyond, 20), LONGEST_REST)
