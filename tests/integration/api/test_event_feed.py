"""`GET /v1/events`: everything that happened, in order, once."""

import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.integration.api.caller import KIND, RUDE, Caller, Json
from tests.integration.api.conftest import OpenedSite


def from_start(api: Caller, limit: int = 100) -> list[Json]:
    """All events, read a few at a time."""
    events: list[Json] = []
    after: dict[str, object] = {}
    while True:
        page = api.get("/v1/events", limit=limit, **after).body
        if not page["items"]:
            return events
        events += page["items"]
        after = {"after": page["next"]}


def test_a_feed_begins_empty_with_a_place_to_go_on_from(api: Caller, moderate: Callable[[], int]) -> None:
    empty = api.get("/v1/events").body
    assert empty["items"] == []
    api.submitted()
    assert api.get("/v1/events").body["items"] == []  # a comment that waits is no event
    moderate()
    [event] = api.get("/v1/events", after=empty["next"]).body["items"]
    assert event["type"] == "comment.decided"


def test_a_life_is_told_in_order_without_text_and_name(api: Caller, moderate: Callable[[], int]) -> None:
    posted = api.submitted(text=RUDE, author={"id": "u-1", "name": "Ada"}, external_id="c-1")
    path = f"/v1/comments/{posted['id']}"
    moderate()
    api.post(f"{path}/decisions", {"verdict": "approve", "actor": "m-1"})
    api.put(path, {"text": KIND})
    moderate()
    events = from_start(api, limit=2)
    assert [event["type"] for event in events] == [
        "comment.decided",
        "comment.decided",
        "comment.edited",
        "comment.decided",
    ]
    assert [event["sequence"] for event in events] == [1, 2, 3, 4]
    told = [event["data"]["comment"] for event in events]
    assert [one["status"] for one in told] == ["held", "approved", "pending", "approved"]
    assert [one["show_revision"] for one in told] == [None, 1, 1, 2]
    assert {one["external_id"] for one in told} == {"c-1"}
    assert [one["author"] for one in told] == [{"id": "u-1"}] * 4
    assert "Ada" not in str(events)
    assert "rubbish" not in str(events)
    assert len({event["id"] for event in events}) == 4
    read = api.read(posted["id"])
    assert told[-1] == {name: value for name, value in read.items() if name in told[-1]} | {"author": {"id": "u-1"}}


def test_erasure_takes_author_and_evidence_out_of_earlier_events(api: Caller, moderate: Callable[[], int]) -> None:
    posted = api.submitted(text=RUDE)
    moderate()
    api.delete(f"/v1/comments/{posted['id']}")
    events = from_start(api)
    assert [event["type"] for event in events] == ["comment.decided", "comment.erased"]
    for event in events:
        told = event["data"]["comment"]
        assert (told["author"], told["decision"]["reasons"], told["decision"]["scores"]) == (None, [], {})
    assert [event["data"]["comment"]["status"] for event in events] == ["held", "erased"]


def test_erasure_before_the_first_decision_leaves_nothing_behind(api: Caller) -> None:
    posted = api.submitted()
    api.put(f"/v1/comments/{posted['id']}", {"text": RUDE})
    api.delete(f"/v1/comments/{posted['id']}")
    events = from_start(api)
    assert [event["type"] for event in events] == ["comment.edited", "comment.erased"]
    assert [event["data"]["comment"]["author"] for event in events] == [None, None]


def test_other_sites_events_are_not_seen(
    api: Caller, open_test_site: Callable[[], OpenedSite], moderate: Callable[[], int]
) -> None:
    theirs = open_test_site().caller()
    theirs.submitted()
    ours = api.submitted()
    moderate()
    [event] = from_start(api)
    assert event["data"]["comment"]["id"] == ours["id"]


def test_readers_see_every_event_once_while_many_are_written(api: Caller, moderate: Callable[[], int]) -> None:
    for _ in range(60):
        api.submitted()
    with ThreadPoolExecutor(3) as threads:
        work = [threads.submit(moderate) for _ in range(3)]
        seen: list[str] = []
        after: dict[str, object] = {}
        deadline = time.monotonic() + 10
        while len(seen) < 60 and time.monotonic() < deadline:
            page = api.get("/v1/events", limit=7, wait=1, **after).body
            seen += [event["data"]["comment"]["id"] for event in page["items"]]
            after = {"after": page["next"]}
        for one in work:
            one.result()
    assert len(seen) == len(set(seen)) == 60


def test_a_long_poll_wakes_when_something_happens(api: Caller, moderate: Callable[[], int]) -> None:
    api.submitted()
    with ThreadPoolExecutor(1) as threads:
        begun = time.monotonic()
        waiting = threads.submit(api.get, "/v1/events", wait=30)
        time.sleep(0.3)
        assert not waiting.done()
        moderate()
        reply = waiting.result()
    assert [event["type"] for event in reply.body["items"]] == ["comment.decided"]
    assert time.monotonic() - begun < 3


def test_a_long_poll_in_vain_ends_in_time_where_it_began(api: Caller) -> None:
    place = api.get("/v1/events").body["next"]
    begun = time.monotonic()
    reply = api.get("/v1/events", wait=1, after=place)
    assert 0.9 < time.monotonic() - begun < 2
    assert reply.body == {"items": [], "next": place}


def test_a_long_poll_with_something_to_tell_does_not_wait(api: Caller, moderate: Callable[[], int]) -> None:
    api.submitted()
    moderate()
    begun = time.monotonic()
    assert len(api.get("/v1/events", wait=30).body["items"]) == 1
    assert time.monotonic() - begun < 1


def encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "after",
    ["x", "!!!!", "0", encoded(b"e" + b"1" * 7), encoded(b"e" + b"\xff" * 8), encoded(b"c" + b"1" * 16), "\x00"],
)
def test_a_place_that_was_never_given_out_is_refused(api: Caller, after: str) -> None:
    assert api.get("/v1/events", after=after).errors == {"?after": "is not one that this API gave out"}


@pytest.mark.parametrize(
    ("name", "value", "least", "most"),
    [("wait", 31, 0, 30), ("wait", -1, 0, 30), ("limit", 1001, 1, 1000), ("limit", 0, 1, 1000)],
)  # fmt: skip
def test_wait_and_limit_have_bounds(api: Caller, name: str, value: int, least: int, most: int) -> None:
    expected = f"must be a whole number from {least} to {most}"
    assert api.get("/v1/events", **{name: value}).errors == {f"?{name}": expected}
