"""PUT and DELETE: new revisions, and the end of a comment."""

from collections.abc import Callable

from sqlalchemy import text

from ombud.storage.database import Database
from tests.integration.api.caller import KIND, RUDE, VILE, Caller
from tests.integration.api.conftest import OpenedSite


def test_an_edit_is_a_new_revision_that_is_decided_anew(api: Caller, moderate: Callable[[], int]) -> None:
    posted = api.submitted(text=VILE)
    moderate()
    edited = api.put(f"/v1/comments/{posted['id']}", {"text": KIND})
    assert (edited.status, edited.body["revision"], edited.body["status"]) == (202, 2, "pending")
    assert edited.body["text"] == KIND
    assert edited.headers["Location"] == f"/v1/comments/{posted['id']}"
    moderate()
    found = api.read(posted["id"])
    assert (found["status"], found["decision"]["revision"], found["decision"]["cause"]) == ("approved", 2, "first")


def test_an_approved_comment_shows_its_last_approved_revision_until_the_new_one_is_decided(
    api: Caller, moderate: Callable[[], int]
) -> None:
    posted = api.submitted()
    moderate()
    edited = api.put(f"/v1/comments/{posted['id']}", {"text": VILE}).body
    assert (edited["status"], edited["display"], edited["show_revision"]) == ("pending", "show", 1)
    moderate()
    found = api.read(posted["id"])
    assert (found["status"], found["display"], found["show_revision"]) == ("rejected", "stub", None)


def test_the_same_text_makes_no_new_revision(api: Caller, moderate: Callable[[], int]) -> None:
    posted = api.submitted()
    moderate()
    again = api.put(f"/v1/comments/{posted['id']}", {"text": KIND})
    assert (again.status, again.body["revision"], again.body["status"]) == (200, 1, "approved")
    assert [event["type"] for event in api.get("/v1/events").body["items"]] == ["comment.decided"]


def test_going_back_to_an_earlier_text_is_an_edit_too(api: Caller) -> None:
    posted = api.submitted()
    for number, one in enumerate((RUDE, KIND), start=2):
        assert api.put(f"/v1/comments/{posted['id']}", {"text": one}).body["revision"] == number


def test_an_edit_changes_which_text_its_external_id_stands_for(api: Caller) -> None:
    posted = api.submitted(external_id="c-1")
    api.put(f"/v1/comments/{posted['id']}", {"text": RUDE})
    assert api.submit(external_id="c-1", text=RUDE).status == 200
    assert api.submit(external_id="c-1", text=KIND).status == 409


def test_an_erased_comment_keeps_its_bare_decision_and_nothing_else(api: Caller, moderate: Callable[[], int]) -> None:
    posted = api.submitted(text=RUDE, author={"id": "u-1", "name": "Ada"}, client={"ip": "192.0.2.1"}, language="en")
    moderate()
    receipt = api.delete(f"/v1/comments/{posted['id']}")
    assert receipt.status == 200
    assert receipt.body["id"] == posted["id"]
    assert receipt.body["removed"]["texts"] == 1
    found = api.read(posted["id"])
    assert (found["status"], found["text"], found["author"], found["language"]) == ("erased", None, None, None)
    assert (found["decision"]["verdict"], found["decision"]["reasons"], found["decision"]["scores"]) == ("hold", [], {})


def test_a_comment_that_readers_saw_leaves_a_stub(api: Caller, moderate: Callable[[], int]) -> None:
    posted = api.submitted()
    moderate()
    api.delete(f"/v1/comments/{posted['id']}")
    assert api.read(posted["id"])["display"] == "stub"


def test_erasing_twice_returns_the_first_receipt(api: Caller) -> None:
    posted = api.submitted()
    first, second = (api.delete(f"/v1/comments/{posted['id']}") for _ in range(2))
    assert (second.status, second.body) == (200, first.body)


def test_an_erased_comment_takes_no_edit_and_no_decision(api: Caller) -> None:
    posted = api.submitted()
    path = f"/v1/comments/{posted['id']}"
    api.delete(path)
    assert api.put(path, {"text": "Back again"}).code == "erased"
    assert api.put(path, {"text": "Back again"}).status == 410
    decided = api.post(f"{path}/decisions", {"verdict": "approve", "actor": "m-1"})
    assert (decided.status, decided.code) == (410, "erased")


def test_posting_an_erased_comment_again_brings_nothing_of_its_author_back(
    api: Caller, site: OpenedSite, database: Database
) -> None:
    posted = api.submitted(external_id="c-1", author={"id": "u-1", "name": "Ada"})
    api.delete(f"/v1/comments/{posted['id']}")
    assert api.submit(external_id="c-1", author={"id": "u-1", "name": "Ada"}).status == 410
    again = {"text": KIND, "external_id": "c-1", "article": {"id": "a"}, "author": {"id": "u-1", "name": "Ada"}}
    assert api.post("/v1/comments/batch", {"items": [again]}).body["items"][0]["status"] == 410
    with database.transaction() as connection:
        left = connection.execute(text("SELECT count(*) FROM authors WHERE site_id = :id"), {"id": site.site.id})
        assert left.scalar_one() == 0
