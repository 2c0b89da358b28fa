from time import monotonic, sleep

import pytest
from celery import Celery

from ombud.domain.errors import UnavailableError
from ombud.domain.jobs import Lane
from ombud.messaging import doorbell
from ombud.messaging.doorbell import Doorbell


class Broker:
    """Hears rings on paper; `failures` are raised first, one a ring."""

    def __init__(self) -> None:
        self.rung: list[tuple[Lane, float]] = []
        self.failures: list[Exception] = []

    def hear(self, _: Celery, lane: Lane) -> None:
        if self.failures:
            raise self.failures.pop()
        self.rung.append((lane, monotonic()))

    def heard(self, count: int) -> list[Lane]:
        until = monotonic() + 5
        while len(self.rung) < count and monotonic() < until:
            sleep(0.005)
        return [lane for lane, _ in self.rung]


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Broker:
    made = Broker()
    monkeypatch.setattr(doorbell, "ring_now", made.hear)
    return made


@pytest.fixture
def bell(broker: Broker) -> Doorbell:
    return Doorbell("redis://localhost:1/0")


def test_the_first_ring_is_sent_at_once(bell: Doorbell, broker: Broker) -> None:
    bell.ring(Lane.LIVE)
    assert broker.heard(1) == [Lane.LIVE]


def test_rings_under_load_are_few_and_the_last_is_not_lost(bell: Doorbell, broker: Broker) -> None:
    last = 0.0
    for _ in range(200):
        last = monotonic()
        bell.ring(Lane.LIVE)
        sleep(0.001)
    sleep(3 * doorbell.BUSY_SECONDS)
    assert len(broker.rung) < 30
    assert broker.rung[-1][1] >= last


def test_lanes_are_rung_for_separately(bell: Doorbell, broker: Broker) -> None:
    bell.ring(Lane.LIVE)
    bell.ring(Lane.BACKFILL)
    assert sorted(broker.heard(2)) == sorted(Lane)


def test_a_broker_that_fails_is_left_alone_for_a_while_and_then_rung_again(
    bell: Doorbell, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorbell, "RESTING_SECONDS", 0.1)
    broker.failures = [UnavailableError("refused")]
    bell.ring(Lane.LIVE)
    sleep(0.05)
    assert broker.rung == []
    bell.ring(Lane.LIVE)
    assert broker.heard(1) == [Lane.LIVE]
