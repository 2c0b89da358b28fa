"""Redis is refused, silent, paused, emptied and restarted: comments are accepted meanwhile and decided afterwards."""

import signal
import time
from collections.abc import Callable

import pytest

from ombud.messaging.doorbell import BUSY_SECONDS
from tests.length import PROVE
from tests.reliability.checker import check
from tests.reliability.child import eventually
from tests.reliability.stack import Stack
from tests.reliability.website import Website

OUTAGE_SECONDS = 10.0 if PROVE else 1.5
SLOWEST_POST_SECONDS = 0.25
BACK_WITHIN_SECONDS = 30.0


def _refuse(stack: Stack) -> None:
    stack.valkey.kill()


def _freeze(stack: Stack) -> None:
    stack.valkey.signal(signal.SIGSTOP)


def _pause(stack: Stack) -> None:
    with stack.redis() as redis:
        redis.client_pause(int(OUTAGE_SECONDS * 1000))


def _comes_back_empty(stack: Stack) -> None:
    stack.valkey.start()


def _thaw(stack: Stack) -> None:
    stack.valkey.signal(signal.SIGCONT)


def _nothing(stack: Stack) -> None:
    return


@pytest.mark.parametrize(
    ("goes", "comes"),
    [(_refuse, _comes_back_empty), (_freeze, _thaw), (_pause, _nothing)],
    ids=["refused, then empty", "silent", "paused"],
)
def test_while_redis_is_away_comments_are_accepted_and_afterwards_decided(
    stack: Stack, site: Website, goes: Callable[[Stack], None], comes: Callable[[Stack], None]
) -> None:
    site.post("before")
    assert stack.drain(site.site_id)
    goes(stack)
    until = time.monotonic() + OUTAGE_SECONDS
    seconds: list[float] = []
    while time.monotonic() < until:
        number = len(seconds)
        answer = site.ask(
            "POST", "/v1/comments", {"text": f"n {number}", "article": {"id": "a"}, "author": {"id": "u"}}
        )
        assert answer.status == 202, answer
        site.journal.attempt(f"n {number}")
        site.journal.accept(f"n {number}", answer.body)
        seconds.append(answer.seconds)
        time.sleep(0.02)
    comes(stack)
    assert stack.drain_supervised(site.site_id, BACK_WITHIN_SECONDS), (
        f"{stack.waiting(site.site_id)} of {len(seconds)} still wait"
    )
    slowest = sorted(seconds)[-2:]  # of 100 or more: the 99th percentile, on a machine that others use too
    assert slowest[0] <= SLOWEST_POST_SECONDS, slowest
    found = check(stack.rows, site.site_id, site.journal)
    assert not found.kinds(), found


def test_doorbells_that_are_lost_with_an_emptied_redis_are_rung_again(stack: Stack, site: Website) -> None:
    stack.worker.kill()
    for number in range(10):
        site.post(f"unheard {number}")
    with stack.redis() as redis:
        assert eventually(lambda: redis.llen("ombud.live"))
        time.sleep(5 * BUSY_SECONDS)  # until the API has rung for all of them; what it rang for later would not be lost
        redis.flushall()
    stack.worker.start()
    assert stack.drain(site.site_id, BACK_WITHIN_SECONDS)
    found = check(stack.rows, site.site_id, site.journal)
    assert not found.kinds(), found


def test_redis_that_restarts_again_and_again_does_not_make_the_worker_deaf(stack: Stack, site: Website) -> None:
    """Celery's children die meanwhile, so that acknowledgements meet a broken connection."""
    for number in range(50 if PROVE else 6):
        site.post(f"comment {number}")
        stack.valkey.kill()
        for child in stack.worker.offspring()[: number % 3]:
            child.kill()
        stack.valkey.start()
        stack.valkey.wait_until_ready()
        site.post(f"another comment {number}")
        stack.revive()
    assert stack.drain_supervised(site.site_id, BACK_WITHIN_SECONDS)


def test_acknowledgements_that_meet_no_redis_do_not_make_the_worker_deaf(stack: Stack, site: Website) -> None:
    """With every child at work nothing is listened for, so Celery meets the outage in its acknowledgements alone."""
    stack.alter_worker("slow")
    worker = stack.worker.pid
    site.import_batch([f"imported {number}" for number in range(120)])
    leased = "SELECT DISTINCT lease_token FROM jobs WHERE lease_token IS NOT NULL"
    assert eventually(lambda: len(stack.rows(leased)) > 1)
    stack.valkey.kill()
    assert stack.drain(site.site_id)
    time.sleep(0.5)
    stack.valkey.start()
    site.post("afterwards")
    assert stack.drain(site.site_id, BACK_WITHIN_SECONDS), stack.worker.tail()
    assert stack.worker.pid == worker
    assert stack.worker.runs()


def test_while_no_worker_listens_doorbells_do_not_pile_up(stack: Stack, site: Website) -> None:
    stack.worker.kill()
    for number in range(40):
        site.post(f"unheard {number}")
        time.sleep(0.03)
    with stack.redis() as redis:
        assert 1 <= redis.llen("ombud.live") <= 20
    stack.worker.start()
    assert stack.drain(site.site_id, BACK_WITHIN_SECONDS)


def test_a_worker_that_hears_nothing_any_more_ends_for_its_supervisor_to_start_it(stack: Stack, site: Website) -> None:
    stack.alter_worker("deaf")
    site.post("a text that nobody hears of")
    assert eventually(lambda: not stack.worker.runs(), 15), stack.worker.tail()
    assert "worker_is_deaf" in stack.worker.tail()
    stack.worker.start()
    assert stack.drain(site.site_id, BACK_WITHIN_SECONDS)


def test_a_worker_with_nothing_to_hear_goes_on(stack: Stack, site: Website) -> None:
    with stack.redis() as redis:
        assert eventually(lambda: not redis.llen("ombud.live"))
    stack.alter_worker("deaf")
    time.sleep(3.5)
    assert stack.worker.runs()
