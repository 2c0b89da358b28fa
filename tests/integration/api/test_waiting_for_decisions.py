"""`Prefer: wait=N`: the answer waits for the decision, and never for long or with a connection in hand."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest
from flask import Flask

from ombud_api.app import THREADS
from tests.integration.api.caller import RUDE, Caller, Reply, comment
from tests.integration.api.conftest import OpenedSite, services_of


@pytest.fixture
def worker(moderate: Callable[[], int]) -> Iterator[None]:
    """Somebody who moderates what comes in."""
    stop = Event()

    def work() -> None:
        while not stop.wait(0.02):
            moderate()

    thread = Thread(target=work)
    thread.start()
    yield
    stop.set()
    thread.join()


def post(api: Caller, wait: str, **fields: object) -> tuple[Reply, float]:
    begun = time.monotonic()
    reply = api.post("/v1/comments", comment(**fields), Prefer=wait)
    return reply, time.monotonic() - begun


@pytest.mark.usefixtures("worker")
def test_a_decision_in_time_is_answered_with_200_and_said_to_be_applied(api: Caller) -> None:
    reply, took = post(api, "respond-async, wait=5", text=RUDE)
    assert (reply.status, reply.body["status"]) == (200, "held")
    assert reply.body["decision"]["verdict"] == "hold"
    assert reply.headers["Preference-Applied"] == "wait=5"
    assert reply.headers["Location"] == f"/v1/comments/{reply.body['id']}"
    assert took < 2


@pytest.mark.usefixtures("worker")
def test_an_edit_can_wait_too(api: Caller) -> None:
    posted, _ = post(api, "wait=5")
    reply = api.put(f"/v1/comments/{posted.body['id']}", {"text": RUDE}, Prefer="wait=5")
    assert (reply.status, reply.body["status"], reply.body["revision"]) == (200, "held", 2)
    assert reply.headers["Preference-Applied"] == "wait=5"


def test_without_a_decision_in_time_the_answer_is_202(api: Caller) -> None:
    reply, took = post(api, "wait=1")
    assert (reply.status, reply.body["status"]) == (202, "pending")
    assert "Preference-Applied" not in reply.headers
    assert 0.9 < took < 2


@pytest.mark.parametrize("prefer", ["wait=0", "return=minimal", "wait=soon", "wait", ""])
def test_who_does_not_want_to_wait_does_not(api: Caller, prefer: str) -> None:
    reply, took = post(api, prefer)
    assert reply.status == 202
    assert took < 0.5


def test_a_comment_that_is_decided_already_is_answered_at_once(api: Caller, moderate: Callable[[], int]) -> None:
    api.submitted(external_id="c-1")
    moderate()
    reply, took = post(api, "wait=10", external_id="c-1")
    assert (reply.status, reply.body["status"]) == (200, "approved")
    assert took < 0.5


def test_waiters_hold_no_connection_and_those_without_a_place_are_answered_at_once(
    site: OpenedSite, make_app: Callable[..., Flask]
) -> None:
    app = make_app()
    api = site.caller(app=app)
    pool = services_of(app).database.engine.pool
    places = THREADS // 2
    with ThreadPoolExecutor(places) as threads:
        waiting = [threads.submit(post, api, "wait=2", text=f"{RUDE} {number}") for number in range(places)]
        time.sleep(0.8)
        held = []
        for _ in range(20):
            held.append(pool.checkedout())  # type: ignore[attr-defined]
            time.sleep(0.01)
        reply, took = post(api, "wait=10")
        assert (reply.status, took < 0.5) == (202, True)
        answers = [one.result() for one in waiting]
    assert max(held) <= 1  # that of the one thread that asks for all
    assert {reply.status for reply, _ in answers} == {202}
    assert min(took for _, took in answers) > 1.9


def test_many_waiters_for_one_comment_are_all_answered(api: Caller, moderate: Callable[[], int]) -> None:
    with ThreadPoolExecutor(8) as threads:
        waiting = [threads.submit(post, api, "wait=5", external_id="c-1") for _ in range(8)]
        time.sleep(0.3)
        moderate()
        answers = [one.result() for one in waiting]
    assert {(reply.status, reply.body["status"]) for reply, _ in answers} == {(200, "approved")}
