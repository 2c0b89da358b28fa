"""`POST /v1/comments/batch`: many at once, each for itself."""

import json
from collections.abc import Callable

from sqlalchemy import text

from ombud.domain.keys import Scope
from ombud.storage.database import Database
from tests.integration.api.caller import KIND, RUDE, Caller, Json, Reply, comment
from tests.integration.api.conftest import OpenedSite

MIB = 1024 * 1024
PAST = {"verdict": "reject", "decided_at": "2024-05-01T10:00:00+02:00", "actor": "m-1"}


def batch(api: Caller, *items: object) -> Reply:
    return api.post("/v1/comments/batch", {"items": items})


def test_each_item_has_its_own_outcome_in_order(api: Caller) -> None:
    known = api.submitted(external_id="c-1")
    gone = api.submitted(external_id="c-2")
    api.delete(f"/v1/comments/{gone['id']}")
    reply = batch(
        api,
        comment(external_id="c-3"),
        comment(external_id="c-1"),
        comment(external_id="c-1", text="Something else"),
        comment(external_id="c-2"),
        comment(text=""),
        comment(external_id="c-3"),
        comment(external_id="c-3", text="Something else"),
        7,
        comment(text="a\ud800", pinned=True),
        comment(),
    )
    assert reply.status == 207
    items = reply.body["items"]
    assert [item["status"] for item in items] == [202, 200, 409, 410, 422, 200, 409, 422, 422, 202]
    assert items[1]["comment"]["id"] == known["id"]
    assert items[5]["comment"]["id"] == items[0]["comment"]["id"]
    assert items[4]["problem"]["errors"] == [{"pointer": "/items/4/text", "detail": "must have at least 1 character"}]
    assert items[7]["problem"]["errors"] == [{"pointer": "/items/7", "detail": "must be an object"}]
    assert [one["pointer"] for one in items[8]["problem"]["errors"]] == ["/items/8/text", "/items/8/pinned"]
    assert {item["problem"]["request_id"] for item in items if "problem" in item} == {reply.headers["X-Request-Id"]}
    assert len(api.get("/v1/comments").body["items"]) == 4


def test_a_thousand_are_taken_and_one_more_is_not(api: Caller, moderate: Callable[[], int]) -> None:
    items = [comment(external_id=f"c-{number}", author={"id": f"u-{number % 7}"}) for number in range(1000)]
    assert {item["status"] for item in batch(api, *items).body["items"]} == {202}
    assert {item["status"] for item in batch(api, *items).body["items"]} == {200}
    refused = batch(api, *items, comment())
    assert (refused.status, refused.errors) == (422, {"/items": "must have at most 1,000 items; has 1,001"})
    assert moderate() == 1000


def test_an_empty_batch_is_refused(api: Caller) -> None:
    assert batch(api).errors == {"/items": "must have at least 1 item"}
    assert api.post("/v1/comments/batch", {}).errors == {"/items": "is missing"}
    assert api.post("/v1/comments/batch", {"items": {}}).errors == {"/items": "must be a list"}
    assert api.post("/v1/comments/batch", {"items": [comment()], "lane": "live"}).errors == {
        "/lane": "is not a field of this request"
    }


def test_a_batch_may_have_8_mib_and_not_a_byte_more(api: Caller) -> None:
    sent = json.dumps({"items": [comment()]}).encode()
    assert api.call("POST", "/v1/comments/batch", raw=sent + b" " * (8 * MIB - len(sent))).status == 207
    assert api.call("POST", "/v1/comments/batch", raw=sent + b" " * (8 * MIB + 1 - len(sent))).status == 413


def test_a_batch_waits_in_the_backfill_lane(api: Caller, site: OpenedSite, database: Database) -> None:
    batch(api, comment())
    with database.transaction() as connection:
        lanes = connection.execute(text("SELECT lane FROM jobs WHERE site_id = :id"), {"id": site.site.id})
        assert lanes.scalars().all() == ["backfill"]


def test_history_is_decided_as_told_and_neither_scored_nor_announced(api: Caller, moderate: Callable[[], int]) -> None:
    reply = batch(api, comment(text=KIND, decision=PAST), comment(text=RUDE, decision=PAST | {"verdict": "approve"}))
    rejected, approved = (item["comment"] for item in reply.body["items"])
    assert (rejected["status"], rejected["display"]) == ("rejected", "hide")
    assert (approved["status"], approved["display"], approved["show_revision"]) == ("approved", "show", 1)
    assert rejected["decision"] | {"id": ""} == {
        "id": "",
        "revision": 1,
        "verdict": "reject",
        "cause": "history",
        "actor": {"kind": "site", "id": "m-1"},
        "reasons": [],
        "scores": {},
        "model": None,
        "policy_version": None,
        "decided_at": "2024-05-01T08:00:00Z",
    }
    assert moderate() == 0
    assert api.read(rejected["id"]) == rejected
    assert api.get("/v1/events").body["items"] == []


def test_history_counts_for_the_authors_record(api: Caller, site: OpenedSite, database: Database) -> None:
    verdicts = ["approve", "approve", "reject", "hold"]
    items = [comment(external_id=f"c-{n}", decision=PAST | {"verdict": one}) for n, one in enumerate(verdicts)]
    batch(api, *items)
    batch(api, *items)
    with database.transaction() as connection:
        counts = text("SELECT approved_count, rejected_count, held_count FROM authors WHERE site_id = :id")
        assert connection.execute(counts, {"id": site.site.id}).one() == (2, 1, 1)


def test_history_of_a_test_key_counts_for_nobody(site: OpenedSite, database: Database) -> None:
    batch(site.caller(is_test=True), comment(decision=PAST))
    with database.transaction() as connection:
        counts = text("SELECT approved_count, rejected_count, held_count FROM authors WHERE site_id = :id")
        assert connection.execute(counts, {"id": site.site.id}).one() == (0, 0, 0)


def test_a_past_decision_has_to_be_whole(api: Caller) -> None:
    wrong: list[tuple[Json, str]] = [
        ({"verdict": "reject", "actor": "m"}, "/items/0/decision/decided_at"),
        (PAST | {"verdict": "maybe"}, "/items/0/decision/verdict"),
        (PAST | {"decided_at": "yesterday"}, "/items/0/decision/decided_at"),
        (PAST | {"actor": ""}, "/items/0/decision/actor"),
    ]
    for decision, pointer in wrong:
        [item] = batch(api, comment(decision=decision)).body["items"]
        assert [one["pointer"] for one in item["problem"]["errors"]] == [pointer]


def test_a_hostile_batch_gets_an_answer_of_bearable_size(api: Caller) -> None:
    items = [{f"x{number}": 1 for number in range(500)} for _ in range(1000)]
    reply = batch(api, *items)
    assert {len(item["problem"]["errors"]) for item in reply.body["items"]} == {50}


def test_a_key_without_read_sees_of_a_batch_what_it_sent(site: OpenedSite) -> None:
    [item] = batch(site.caller(Scope.SUBMIT), comment(author={"id": "u", "name": "Ada"})).body["items"]
    assert (item["comment"]["text"], item["comment"]["author"]) == (KIND, {"id": "u"})
