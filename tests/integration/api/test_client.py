"""`ombud.client` against a real server."""

import itertools
import json
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import httpx
import pytest

from ombud.client import Ombud, OmbudUnreachableError, ProblemError, connection
from tests.integration.api.caller import KIND, RUDE, VILE
from tests.integration.api.conftest import OpenedSite

PLACE: dict[str, Any] = {"article": {"id": "a-1"}, "author": {"id": "u-1", "name": "Ada"}}


@pytest.fixture
def ombud(address: str, site: OpenedSite) -> Iterator[Ombud]:
    with Ombud(f"{address}/", site.key().secret) as client:
        yield client


def test_a_comment_is_submitted_decided_read_edited_and_erased(ombud: Ombud, moderate: Callable[[], int]) -> None:
    posted = ombud.submit(KIND, **PLACE, external_id="c-1", language="en")
    assert (posted["status"], posted["text"], posted["external_id"]) == ("pending", KIND, "c-1")
    assert ombud.submit(KIND, **PLACE, external_id="c-1")["id"] == posted["id"]
    worker = Thread(target=moderate)
    worker.start()
    assert ombud.wait(posted["id"], seconds=20)["status"] == "approved"
    worker.join()
    assert ombud.edit(posted["id"], RUDE)["revision"] == 2
    assert ombud.wait(posted["id"], seconds=0)["status"] == "pending"
    receipt = ombud.erase(posted["id"])
    assert (receipt["removed"]["texts"], ombud.read(posted["id"])["status"]) == (2, "erased")


def test_a_reader_reports_and_an_author_appeals_and_wins(ombud: Ombud, moderate: Callable[[], int]) -> None:
    posted = ombud.submit(VILE, **PLACE)
    assert ombud.report(posted["id"], reporter="r-1", reason="abuse", note="Look.")["reason"] == "abuse"
    moderate()
    told = ombud.status(posted["id"], language="de")
    assert (told["state"], told["appeal"]["possible"]) == ("rejected", True)
    appeal = ombud.appeal(posted["id"], "It was a quotation.")
    assert ombud.decide_appeal(appeal["id"], "grant", actor="m-1", reason="So it was.")["status"] == "granted"
    assert ombud.status(posted["id"])["state"] == "approved"
    assert ombud.decide(posted["id"], "hold", actor="m-2")["status"] == "held"
    assert ombud.erase_author("u-1")["removed"]["comments"] == 1


def test_the_feed_is_walked_page_by_page_and_from_any_kept_place(ombud: Ombud, moderate: Callable[[], int]) -> None:
    for number in range(5):
        ombud.submit(f"{KIND} {number}", **PLACE)
    moderate()
    walked = list(ombud.events(limit=2))
    assert len({event["id"] for event, _ in walked}) == 5
    for handled, (_, place) in enumerate(walked, start=1):
        rest = [event["id"] for event, _ in ombud.events(place or None)]
        missing = {event["id"] for event, _ in walked[handled:]} - set(rest)
        assert not missing, f"after event {handled}"
    assert list(ombud.events(walked[-1][1])) == []
    assert [event["type"] for event, _ in itertools.islice(ombud.events(wait=1), 1)] == ["comment.decided"]


def test_problems_are_exceptions_that_name_code_fields_and_request(ombud: Ombud) -> None:
    with pytest.raises(ProblemError, match="author") as caught:
        ombud.submit("x", article={"id": "a"}, author={})
    assert (caught.value.status, caught.value.code) == (422, "invalid-request")
    assert caught.value.errors == {"/author/id": "is missing"}
    assert caught.value.request_id
    with pytest.raises(ProblemError) as gone:
        ombud.read("019ab0c4-5f1e-7c3a-9d2e-8b7f6a5c4d3e")
    assert gone.value.code == "not-found"


def answering(*answers: httpx.Response | Exception) -> tuple[httpx.MockTransport, list[httpx.Request]]:
    seen: list[httpx.Request] = []
    left = iter(answers)

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        answer = next(left)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return httpx.MockTransport(handle), seen


def test_what_the_service_puts_off_and_answers_that_are_lost_are_tried_again_with_the_same_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(connection, "sleep", pauses.append)
    later = httpx.Response(
        503, headers={"Retry-After": "7"}, json={"type": "/problems/unavailable", "detail": "Later."}
    )
    transport, seen = answering(later, httpx.ReadTimeout("lost"), httpx.Response(202, json={"id": "c-1"}))
    with Ombud("http://ombud.test", "key", transport=transport) as client:
        assert client.submit("x", **PLACE)["id"] == "c-1"
    assert pauses[0] == 7
    assert len({request.headers["Idempotency-Key"] for request in seen}) == 1
    assert len({json.dumps(json.loads(request.content)) for request in seen}) == 1


def test_what_may_have_been_done_is_not_asked_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "sleep", lambda _: None)
    transport, seen = answering(httpx.ReadTimeout("lost"), httpx.Response(504))
    with Ombud("http://ombud.test", "key", transport=transport) as client:
        with pytest.raises(OmbudUnreachableError, match="POST /v1/comments/c-1/appeals: ReadTimeout"):
            client.appeal("c-1", "Please.")
        with pytest.raises(ProblemError, match="answered 504"):
            client.decide("c-1", "approve", actor="m-1")
    assert len(seen) == 2
