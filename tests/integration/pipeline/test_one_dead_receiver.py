"""A deliverer at work, as a worker runs it: one dead receiver delays nobody, and a ring is answered at once."""

import asyncio
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from ipaddress import ip_network
from threading import Thread

import pytest

from ombud.domain.deliveries import DeliveryStatus
from ombud.pipeline.deliver import Deliverer
from tests.integration.pipeline.conftest import Newsroom
from tests.integration.pipeline.post_office import PostOffice
from tests.receiver import Receiver, answer, hang, receiving

Until = Callable[[Callable[[], object]], float]


@pytest.fixture
def post_office(newsroom: Newsroom) -> PostOffice:
    return PostOffice(newsroom, (ip_network("127.0.0.0/8"),), lease=timedelta(seconds=12))


@pytest.fixture
def deliverer(post_office: PostOffice) -> Iterator[Deliverer]:
    deliverer = post_office.deliverer()
    thread = Thread(target=lambda: asyncio.run(deliverer.work()))
    thread.start()
    yield deliverer
    deliverer.stop()
    thread.join(20)
    assert not thread.is_alive()


@pytest.fixture
def until() -> Until:
    """Wait for a condition; returns how many seconds that took."""

    def wait(condition: Callable[[], object]) -> float:
        begun = time.monotonic()
        while not condition():
            assert time.monotonic() - begun < 20
            time.sleep(0.005)
        return time.monotonic() - begun

    return wait


def has(receiver: Receiver, requests: int) -> bool:
    return len(receiver.received) >= requests


def test_while_one_receiver_hangs_another_is_told_at_once(
    post_office: PostOffice, deliverer: Deliverer, until: Until
) -> None:
    with receiving(hang) as dead, receiving() as alive:
        hanging, answering = post_office.open(dead.url), post_office.open(alive.url)
        post_office.announce(30)
        deliverer.wake()
        until(lambda: len(dead.received) >= 4 and len(alive.received) == 30)
        for told in range(31, 36):
            post_office.announce()
            deliverer.wake()
            assert until(partial(has, alive, told)) < 3
        assert len(dead.received) == dead.most_at_once == 4
        until(lambda: len(post_office.deliveries(answering.webhook, DeliveryStatus.DELIVERED)) == 35)
        assert len(post_office.deliveries(hanging.webhook, DeliveryStatus.WAITING)) == 35  # nothing is lost


def test_what_waits_behind_a_hanging_receiver_is_given_back_and_sent_once_it_answers(
    post_office: PostOffice, deliverer: Deliverer, until: Until
) -> None:
    with receiving(hang) as receiver:
        made = post_office.open(receiver.url)
        post_office.announce(10)
        deliverer.wake()
        until(lambda: len(receiver.received) == 4)
        receiver.behave = answer(200)
        until(lambda: len(set(receiver.ids())) == 10)
        time.sleep(5)  # until the second attempts are due, as a sweep would notice
        deliverer.wake()
        until(lambda: len(post_office.deliveries(made.webhook, DeliveryStatus.DELIVERED)) == 10)
        listed = post_office.deliveries(made.webhook)
        assert sorted(len(one.attempts) for one in listed) == [1] * 6 + [2] * 4


def test_a_stopped_deliverer_lets_what_is_on_its_way_end_and_claims_no_more(
    post_office: PostOffice, deliverer: Deliverer, until: Until
) -> None:
    with receiving(answer(200, after=0.5)) as receiver:
        made = post_office.open(receiver.url)
        post_office.announce(4)
        deliverer.wake()
        until(lambda: receiver.received)
        deliverer.stop()
        post_office.announce()
        until(lambda: len(post_office.deliveries(made.webhook, DeliveryStatus.DELIVERED)) == 4)
        time.sleep(0.3)
        assert len(receiver.received) == 4
