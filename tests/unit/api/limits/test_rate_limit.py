"""Counting requests: the windows, and what a process counts for itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ombud_api.limits import rate_limit
from ombud_api.limits.rate_limit import Limit, RateLimiter

SUBJECTS = st.text(max_size=300) | st.just("\ud800")


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(rate_limit, "time", clock)
    return clock


def limit(quota: int, seconds: int = 60, subject: str = "u-1") -> Limit:
    return Limit("author", subject, quota, seconds)


def test_what_is_left_sinks_to_nothing_and_then_the_limit_is_exceeded(clock: Clock) -> None:
    limiter = RateLimiter(None)
    usages = [limiter.count([limit(2)])[0] for _ in range(4)]
    assert [usage.remaining for usage in usages] == [1, 0, -1, -2]
    assert [usage.exceeded for usage in usages] == [False, False, True, True]


def test_a_new_window_starts_anew(clock: Clock) -> None:
    limiter = RateLimiter(None)
    clock.now += 59.9
    [last] = limiter.count([limit(1)])
    assert last.resets_in == 1
    clock.now += 0.1
    [first] = limiter.count([limit(1)])
    assert (first.remaining, first.resets_in) == (0, 60)


def test_windows_of_a_second_end_within_the_minute(clock: Clock) -> None:
    limiter = RateLimiter(None)
    for _ in range(3):
        [usage] = limiter.count([limit(1, seconds=1)])
        assert not usage.exceeded
        clock.now += 1


def test_several_limits_are_counted_each_for_itself(clock: Clock) -> None:
    limiter = RateLimiter(None)
    limiter.count([limit(5)])
    first, second = limiter.count([limit(5), limit(5, subject="u-2")])
    assert (first.remaining, second.remaining) == (3, 4)


@given(SUBJECTS, SUBJECTS)
def test_different_subjects_have_different_counts_and_no_subject_is_too_strange(one: str, other: str) -> None:
    limiter = RateLimiter(None)
    [first], [second] = limiter.count([limit(9, subject=one)]), limiter.count([limit(9, subject=other)])
    if first.resets_in >= second.resets_in:  # both in the same minute
        assert second.remaining == (7 if one == other else 8)


def test_without_an_address_there_is_no_redis() -> None:
    assert not RateLimiter(None).reaches_redis()
