"""`GET /v1/comments`: filters and pages."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from threading import Event, Thread

import pytest

from tests.integration.api.caller import KIND, RUDE, Caller, Json
from tests.integration.api.conftest import OpenedSite


def walk(api: Caller, **query: object) -> list[str]:
    """The ids on all pages, in order."""
    ids: list[str] = []
    cursor: dict[str, object] = {}
    while True:
        page = api.get("/v1/comments", **(query | cursor)).body
        ids += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            return ids
        cursor = {"cursor": page["next_cursor"]}


def test_the_newest_come_first_a_page_at_a_time(api: Caller) -> None:
    ids = [api.submitted()["id"] for _ in range(7)]
    assert walk(api, limit=3) == ids[::-1]
    assert walk(api, limit=7) == ids[::-1]
    page = api.get("/v1/comments", limit=7).body
    assert page["next_cursor"] is None


def test_an_item_of_a_list_is_the_comment_as_it_is_read(api: Caller, moderate: Callable[[], int]) -> None:
    posted = api.submitted(text=RUDE, external_id="c-1")
    moderate()
    assert api.get("/v1/comments").body["items"] == [api.read(posted["id"])]


def test_filters_choose_and_can_be_combined(api: Caller, moderate: Callable[[], int]) -> None:
    def made(text: str, article: str, author: str, external_id: str) -> str:
        posted = api.submitted(text=text, article={"id": article}, author={"id": author}, external_id=external_id)
        found: str = posted["id"]
        return found

    one = made(KIND, "a-1", "u-1", "c-1")
    two = made(RUDE, "a-1", "u-2", "c-2")
    three = made(RUDE, "a-2", "u-2", "c 3&%é")
    moderate()
    four = made(KIND, "a-2", "u-1", "c-4")
    assert walk(api, external_id="c 3&%é") == [three]
    assert walk(api, article_id="a-1") == [two, one]
    assert walk(api, author_id="u-2") == [three, two]
    assert walk(api, status="held") == [three, two]
    assert walk(api, status="pending") == [four]
    assert walk(api, status="held", article_id="a-1", author_id="u-2", limit=1) == [two]
    assert walk(api, external_id="nobody's") == walk(api, status="erased") == []


def test_a_walk_under_inserts_sees_what_was_there_exactly_once_and_nothing_else(api: Caller) -> None:
    before = [api.submitted()["id"] for _ in range(30)]
    stop = Event()

    def insert() -> None:
        while not stop.is_set():
            api.submitted()

    threads = [Thread(target=insert) for _ in range(3)]
    first = api.get("/v1/comments", limit=4).body
    for thread in threads:
        thread.start()
    try:
        ids = [item["id"] for item in first["items"]] + walk(api, limit=4, cursor=first["next_cursor"])
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert ids == before[::-1]


def encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.mark.parametrize("cursor", [
    "", "x", "!!!!", "é", "c" * 4000, encoded(b"c"), encoded(b"c" + b"1" * 15), encoded(b"c" + b"1" * 17),
    encoded(b"e" + b"1" * 8), encoded(b"d" + b"1" * 16), encoded(b"c" + b"1" * 16) + "=",
    encoded(b"c" + b"1" * 16) + "!",
    "\x00", "' OR 1=1 --",
])  # fmt: skip
def test_a_cursor_that_was_never_given_out_is_refused(api: Caller, cursor: str) -> None:
    reply = api.get("/v1/comments", cursor=cursor)
    assert (reply.status, reply.errors) == (422, {"?cursor": "is not one that this API gave out"})


def test_a_cursor_of_another_site_shows_nothing_of_it(api: Caller, open_test_site: Callable[[], OpenedSite]) -> None:
    theirs = open_test_site().caller()
    for _ in range(3):
        theirs.submitted()
    cursor = theirs.get("/v1/comments", limit=1).body["next_cursor"]
    ours = api.submitted()
    assert [item["id"] for item in api.get("/v1/comments").body["items"]] == [ours["id"]]
    assert api.get("/v1/comments", cursor=cursor).body == {"items": [], "next_cursor": None}


def test_an_erased_comment_stays_in_the_list_without_its_text(api: Caller) -> None:
    posted = api.submitted(author={"id": "u-1", "name": "Ada"})
    api.delete(f"/v1/comments/{posted['id']}")
    [item] = api.get("/v1/comments", status="erased").body["items"]
    gone: Json = {"text": None, "author": None, "language": None, "status": "erased", "display": "hide"}
    assert {name: item[name] for name in gone} == gone
    assert api.get("/v1/comments", author_id="u-1").body["items"] == []
