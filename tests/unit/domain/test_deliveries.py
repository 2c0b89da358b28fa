from datetime import UTC, datetime, timedelta

import pytest

from ombud.domain.deliveries import (
    FAILURES_BEFORE_REST,
    LIFETIME,
    LONGEST_REST,
    SCHEDULE,
    SHORTEST_REST,
    Attempt,
    AttemptOutcome,
    DeliveryLease,
    next_attempt_at,
    rest_until,
)
from ombud.domain.ids import first_id_at, new_id

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def lease(failed: int, since: datetime = NOW) -> DeliveryLease:
    return DeliveryLease(new_id(), new_id(), new_id(), failed, since)


def attempt(status: int | None = 500, retry_after: timedelta | None = None) -> Attempt:
    return Attempt(NOW, 1, status, retry_after=retry_after)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(200, "delivered"), (204, "delivered"), (299, "delivered"), (301, "failed"), (307, "failed"), (404, "failed"),
     (410, "gone"), (429, "failed"), (500, "failed"), (None, "failed")],
)  # fmt: skip
def test_only_2xx_delivers_and_only_410_says_never_again(status: int | None, outcome: str) -> None:
    assert attempt(status).outcome == AttemptOutcome(outcome)


def test_ten_attempts_are_spread_over_three_days() -> None:
    assert len(SCHEDULE) == 10
    assert timedelta(days=3) < sum(SCHEDULE, timedelta()) < timedelta(days=3, hours=6)


@pytest.mark.parametrize("failed", range(9))
def test_each_wait_is_the_schedules_give_or_take_a_fifth(failed: int) -> None:
    step = SCHEDULE[failed + 1]
    waits = [next_attempt_at(lease(failed), attempt(), NOW, chance) for chance in (0.0, 0.5, 1.0)]
    assert waits == [NOW + 0.8 * step, NOW + step, NOW + 1.2 * step]


def test_after_the_tenth_attempt_there_is_no_other() -> None:
    assert next_attempt_at(lease(8), attempt(), NOW, 0.5) is not None
    assert next_attempt_at(lease(9), attempt(), NOW, 0.5) is None


def test_what_has_waited_for_its_lifetime_is_not_tried_again() -> None:
    assert next_attempt_at(lease(2, NOW - LIFETIME), attempt(), NOW, 0.5) is None


def test_410_ends_a_delivery_at_once() -> None:
    assert next_attempt_at(lease(0), attempt(410), NOW, 0.5) is None


def test_retry_after_makes_a_wait_longer_within_bounds_and_never_shorter() -> None:
    def due(wait: timedelta) -> datetime | None:
        return next_attempt_at(lease(0), attempt(429, wait), NOW, 0.5)

    assert due(timedelta(minutes=7)) == NOW + timedelta(minutes=7)
    assert due(timedelta(seconds=1)) == NOW + timedelta(seconds=5)
    assert due(timedelta(days=400)) == NOW + timedelta(days=1)


def test_an_endpoint_rests_after_some_failures_in_a_row_ever_longer_up_to_a_bound() -> None:
    assert [rest_until(count, NOW) for count in range(FAILURES_BEFORE_REST)] == [None] * FAILURES_BEFORE_REST
    assert rest_until(FAILURES_BEFORE_REST, NOW) == NOW + SHORTEST_REST
    assert rest_until(FAILURES_BEFORE_REST + 1, NOW) == NOW + 2 * SHORTEST_REST
    assert rest_until(10_000, NOW) == NOW + LONGEST_REST


def test_an_id_made_at_a_time_sorts_after_the_lowest_of_that_time() -> None:
    made = new_id()
    assert (
        first_id_at(datetime.now(UTC) - timedelta(seconds=5))
        < made
        < first_id_at(datetime.now(UTC) + timedelta(seconds=5))
    )
    assert first_id_at(datetime(1960, 1, 1, tzinfo=UTC)) < made
