"""Appeals: an author asks for another look, a person answers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from ombud.domain.keys import Scope
from ombud.pipeline.change_policy import change_policy
from ombud.storage.database import Database, current_time
from tests.integration.api.caller import KIND, RUDE, VILE, Caller, Json, Reply
from tests.integration.api.conftest import POLICY, OpenedSite

WORDS = "I was quoting the minister."


@pytest.fixture
def rejected(api: Caller, moderate: Callable[[], int]) -> Json:
    """A comment that the machine rejected."""
    posted = api.submitted(text=VILE)
    moderate()
    return posted


def appeal(api: Caller, comment: Json, words: str = WORDS) -> Reply:
    return api.post(f"/v1/comments/{comment['id']}/appeals", {"text": words})


def answer(api: Caller, appeal_id: str, outcome: str = "grant", **more: str) -> Reply:
    return api.post(f"/v1/appeals/{appeal_id}/decision", {"outcome": outcome, "actor": "m-1", **more})


def told(api: Caller, kind: str) -> list[Json]:
    return [event["data"] for event in api.get("/v1/events").body["items"] if event["type"] == kind]


def decide(api: Caller, comment: Json, verdict: str) -> None:
    api.post(f"/v1/comments/{comment['id']}/decisions", {"verdict": verdict, "actor": "m-2"})


def test_an_appeal_is_stored_and_announced_without_its_text(api: Caller, rejected: Json) -> None:
    reply = appeal(api, rejected)
    assert (reply.status, reply.body["status"], reply.body["text"]) == (201, "open", WORDS)
    assert reply.body["decision_id"] == api.read(rejected["id"])["decision"]["id"]
    [event] = told(api, "appeal.opened")
    assert event["appeal"] == {name: value for name, value in reply.body.items() if name != "text"}
    assert "minister" not in str(event)
    status = api.get(f"/v1/comments/{rejected['id']}/status").body["appeal"]
    assert (status["possible"], status["opened"]["id"]) == (False, reply.body["id"])


def test_granting_approves_the_comment_by_a_new_decision_that_follows_the_old_one(
    api: Caller, rejected: Json, database: Database
) -> None:
    made = appeal(api, rejected).body
    reply = answer(api, made["id"], reason="A quotation indeed.")
    assert (reply.status, reply.body["status"]) == (201, "granted")
    found = api.read(rejected["id"])
    assert (found["status"], found["decision"]["cause"]) == ("approved", "appeal")
    assert found["decision"]["id"] == reply.body["answer_id"]
    assert found["decision"]["actor"] == {"kind": "site", "id": "m-1"}
    with database.transaction() as connection:
        rows = connection.execute(
            text("SELECT verdict, cause, author_reasons FROM decisions WHERE comment_id = :id ORDER BY id"),
            {"id": rejected["id"]},
        ).all()
    assert [tuple(row) for row in rows] == [("reject", "first", ["abuse"]), ("approve", "appeal", [])]
    kinds = [(event["type"], event["sequence"]) for event in api.get("/v1/events").body["items"]]
    assert kinds == [("comment.decided", 1), ("appeal.opened", 2), ("comment.decided", 3), ("appeal.decided", 4)]


def test_upholding_lets_the_rejection_stand_and_is_final(api: Caller, rejected: Json) -> None:
    made = appeal(api, rejected).body
    assert answer(api, made["id"], "uphold").body["status"] == "upheld"
    found = api.read(rejected["id"])
    assert (found["status"], found["decision"]["cause"]) == ("rejected", "appeal")
    assert appeal(api, rejected).code == "not-appealable"
    status = api.get(f"/v1/comments/{rejected['id']}/status").body
    assert status["reasons"][0]["code"] == "abuse"
    assert (status["appeal"]["possible"], status["appeal"]["until"]) == (False, None)


def test_there_is_one_appeal_for_each_decision(api: Caller, rejected: Json) -> None:
    made = appeal(api, rejected).body
    assert (appeal(api, rejected).status, appeal(api, rejected, "Again.").code) == (409, "already-appealed")
    answer(api, made["id"])
    decide(api, rejected, "reject")
    assert appeal(api, rejected).status == 201


def test_only_a_rejection_can_be_appealed(api: Caller, moderate: Callable[[], int]) -> None:
    fine, held = api.submitted(text=KIND), api.submitted(text=RUDE)
    assert appeal(api, fine).code == "not-rejected"
    moderate()
    assert [appeal(api, one).code for one in (fine, held)] == ["not-rejected", "not-rejected"]


def test_after_the_policys_time_there_is_no_appeal(api: Caller, rejected: Json, database: Database) -> None:
    path = f"/v1/comments/{rejected['id']}/status"
    for days, possible in ((13.99, True), (0.02, False)):
        with database.transaction() as connection:
            connection.execute(
                text("UPDATE decisions SET decided_at = decided_at - :days WHERE comment_id = :id"),
                {"days": timedelta(days=days), "id": rejected["id"]},
            )
        assert api.get(path).body["appeal"]["possible"] is possible
    reply = appeal(api, rejected)
    assert (reply.status, reply.code) == (410, "appeal-expired")


def test_time_length_and_reasons_are_the_policys(
    site: OpenedSite, database: Database, moderate: Callable[[], int]
) -> None:
    strict = (
        "appeals: {window: 1d, length: 5}\nreasons:\n  - {code: abuse, key: 1, author_text: No., appealable: false}\n"
    )
    with database.transaction() as connection:
        now = current_time(connection)
        change_policy(connection, site.site, POLICY + strict, by="test", note="test", now=now)
    api = site.caller()
    posted = api.submitted(text=VILE)
    moderate()
    assert appeal(api, posted, "longer").errors["/text"].startswith("must have at most 5 characters")
    assert appeal(api, posted, "short").code == "not-appealable"
    decide(api, posted, "reject")
    status = api.get(f"/v1/comments/{posted['id']}/status").body["appeal"]
    assert (status["possible"], status["length"]) == (True, 5)
    assert appeal(api, posted, "short").status == 201


@pytest.mark.parametrize("act", ["edit", "decide", "erase"])
def test_an_appeal_is_overtaken_where_what_it_is_about_is_no_more(api: Caller, rejected: Json, act: str) -> None:
    made = appeal(api, rejected).body
    if act == "edit":
        api.put(f"/v1/comments/{rejected['id']}", {"text": KIND})
    elif act == "decide":
        decide(api, rejected, "approve")
    else:
        api.delete(f"/v1/comments/{rejected['id']}")
    [listed] = api.get("/v1/appeals").body["items"]
    assert (listed["id"], listed["status"]) == (made["id"], "overtaken")
    assert listed["text"] == (None if act == "erase" else WORDS)
    reply = answer(api, made["id"])
    assert (reply.status, reply.code) == (409, "appeal-closed")
    assert len(told(api, "appeal.decided")) == (0 if act == "erase" else 1)


def test_answering_twice_and_erased_comments_are_refused(api: Caller, rejected: Json) -> None:
    made = appeal(api, rejected).body
    answer(api, made["id"])
    assert answer(api, made["id"], "uphold").code == "appeal-closed"
    assert api.read(rejected["id"])["status"] == "approved"
    api.delete(f"/v1/comments/{rejected['id']}")
    assert appeal(api, rejected).code == "erased"


def test_appeals_are_listed_by_status_and_page(api: Caller, moderate: Callable[[], int]) -> None:
    posted = [api.submitted(text=VILE) for _ in range(3)]
    moderate()
    made = [appeal(api, one).body["id"] for one in posted]
    answer(api, made[1])
    assert [one["id"] for one in api.get("/v1/appeals", status="open").body["items"]] == [made[2], made[0]]
    first = api.get("/v1/appeals", limit=2).body
    rest = api.get("/v1/appeals", limit=2, cursor=first["next_cursor"]).body
    assert [one["id"] for one in first["items"] + rest["items"]] == made[::-1]
    assert rest["next_cursor"] is None
    assert api.get("/v1/appeals", status="lost").errors.keys() == {"?status"}


def test_each_call_needs_its_scope(site: OpenedSite, api: Caller, rejected: Json) -> None:
    assert appeal(site.caller(Scope.READ), rejected).code == "missing-scope"
    made = appeal(site.caller(Scope.SUBMIT), rejected).body
    assert site.caller(Scope.SUBMIT).get("/v1/appeals").code == "missing-scope"
    assert answer(site.caller(Scope.READ, Scope.SUBMIT), made["id"]).code == "missing-scope"
    assert answer(site.caller(Scope.DECIDE), made["id"]).body["text"] is None


def test_another_sites_appeals_are_not_there(
    api: Caller, rejected: Json, open_test_site: Callable[[], OpenedSite]
) -> None:
    made = appeal(api, rejected).body
    other = open_test_site().caller()
    assert other.get("/v1/appeals").body["items"] == []
    assert (answer(other, made["id"]).status, appeal(other, rejected).status) == (404, 404)
