"""Nobody reads what is not theirs: other sites' comments, and texts without the scope `read`."""

from collections.abc import Callable

import pytest

from ombud.domain.keys import Scope
from tests.integration.api.caller import KIND, RUDE, Caller, comment
from tests.integration.api.conftest import OpenedSite

NOBODYS = "019ab0c4-5f1e-7c3a-9d2e-8b7f6a5c4d3e"


def calls(api: Caller, comment_id: str) -> list[tuple[int, str]]:
    path = f"/v1/comments/{comment_id}"
    replies = [
        api.get(path),
        api.put(path, {"text": "Mine now"}),
        api.delete(path),
        api.post(f"{path}/decisions", {"verdict": "approve", "actor": "m"}),
    ]
    return [(reply.status, reply.body["detail"]) for reply in replies]


def test_another_sites_comment_is_as_absent_as_one_of_nobody(
    api: Caller, open_test_site: Callable[[], OpenedSite], moderate: Callable[[], int]
) -> None:
    theirs = open_test_site().caller()
    posted = theirs.submitted(text=RUDE)
    moderate()
    before = theirs.read(posted["id"])
    assert calls(api, posted["id"]) == calls(api, NOBODYS) == [(404, "Your site has no comment with this id.")] * 4
    assert theirs.read(posted["id"]) == before


@pytest.mark.parametrize("wrong", ["1", "x" * 36, NOBODYS + "0", "..", "%00", NOBODYS.replace("-", "")])
def test_an_id_that_is_none_is_not_found(api: Caller, wrong: str) -> None:
    assert api.call("GET", f"/v1/comments/{wrong}").status == 404


def test_an_id_may_be_written_in_capitals(api: Caller) -> None:
    posted = api.submitted()
    key = {"Authorization": f"Bearer {api.key}"}
    assert api.app.test_client().get(f"/v1/comments/{posted['id'].upper()}", headers=key).status_code == 200


def test_a_key_that_may_decide_but_not_read_gets_no_text_and_no_name(
    site: OpenedSite, api: Caller, moderate: Callable[[], int]
) -> None:
    posted = api.submitted(text=RUDE, author={"id": "u", "name": "Ada"})
    moderate()
    decider = site.caller(Scope.DECIDE)
    reply = decider.post(f"/v1/comments/{posted['id']}/decisions", {"verdict": "hold", "actor": "m"})
    assert (reply.status, reply.body["text"], reply.body["author"]) == (201, None, {"id": "u"})


def test_a_key_that_may_only_submit_sees_its_own_words_and_nobody_elses(site: OpenedSite, api: Caller) -> None:
    submitter = site.caller(Scope.SUBMIT)
    first = submitter.post("/v1/comments", comment(external_id="c-1"), Idempotency_Key="k-1")
    assert first.body["text"] == KIND
    api.put(f"/v1/comments/{first.body['id']}", {"text": RUDE})
    again = submitter.post("/v1/comments", comment(external_id="c-1"), Idempotency_Key="k-1")
    assert (again.status, again.body["text"]) == (202, None)
    conflict = submitter.submit(external_id="c-1")
    assert conflict.status == 409
    assert "rubbish" not in str(conflict.body)
    edited = submitter.put(f"/v1/comments/{first.body['id']}", {"text": RUDE})
    assert (edited.status, edited.body["text"]) == (200, RUDE)


def test_a_receipt_holds_nothing_of_what_went(site: OpenedSite, api: Caller) -> None:
    posted = api.submitted(text=RUDE, author={"id": "u", "name": "Ada"})
    receipt = site.caller(Scope.ERASE).delete(f"/v1/comments/{posted['id']}")
    assert set(receipt.body) == {"id", "erased_at", "removed"}
    assert "rubbish" not in str(receipt.body)
