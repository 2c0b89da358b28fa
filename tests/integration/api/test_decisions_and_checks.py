"""Decisions of the site's own people, and texts that are judged without being stored."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from ombud.storage.database import Database
from tests.integration.api.caller import KIND, RUDE, VILE, Caller
from tests.integration.api.conftest import OpenedSite


def test_a_decision_of_the_sites_counts_and_is_announced(api: Caller, moderate: Callable[[], int]) -> None:
    posted = api.submitted(text=RUDE)
    moderate()
    body = {"verdict": "approve", "actor": "m-7", "reason": "A quotation."}
    reply = api.post(f"/v1/comments/{posted['id']}/decisions", body)
    assert reply.status == 201
    assert reply.headers["Location"] == f"/v1/comments/{posted['id']}"
    assert (reply.body["status"], reply.body["display"]) == ("approved", "show")
    decision = reply.body["decision"]
    assert (decision["cause"], decision["actor"]) == ("site", {"kind": "site", "id": "m-7"})
    assert decision["reasons"] == [{"code": "site.told", "message": "A quotation.", "verdict": "approve"}]
    assert api.read(posted["id"]) == reply.body
    assert [event["data"]["comment"]["status"] for event in api.get("/v1/events").body["items"]] == ["held", "approved"]


def test_a_person_decides_over_the_machine_that_has_not_decided_yet(api: Caller, moderate: Callable[[], int]) -> None:
    posted = api.submitted(text=VILE)
    api.post(f"/v1/comments/{posted['id']}/decisions", {"verdict": "hold", "actor": "m-7"})
    assert moderate() == 0
    assert api.read(posted["id"])["status"] == "held"


def test_a_decision_belongs_to_the_present_revision(api: Caller) -> None:
    posted = api.submitted(text=VILE)
    api.put(f"/v1/comments/{posted['id']}", {"text": KIND})
    reply = api.post(f"/v1/comments/{posted['id']}/decisions", {"verdict": "approve", "actor": "m-7"})
    assert (reply.body["decision"]["revision"], reply.body["show_revision"]) == (2, 2)


@pytest.mark.parametrize(("said", "verdict"), [(KIND, "approve"), (RUDE, "hold"), (VILE, "reject")])
def test_a_check_says_what_would_be_decided(api: Caller, said: str, verdict: str) -> None:
    reply = api.post("/v1/check", {"text": said})
    assert (reply.status, reply.body["verdict"]) == (200, verdict)
    assert reply.body["model"] == {"name": "deterministic", "version": "1"}
    assert reply.body["policy_version"] == 1
    assert set(reply.body["scores"]) >= {"toxicity", "spam"}
    assert bool(reply.body["reasons"]) == (verdict != "approve")


def test_a_check_stores_nothing(api: Caller, site: OpenedSite, database: Database) -> None:
    api.post("/v1/check", {"text": RUDE, "article": {"id": "a"}, "author": {"id": "u", "name": "Ada"}})
    with database.transaction() as connection:
        for table in ("comments", "articles", "authors", "jobs", "events"):
            counted = connection.execute(
                text(f"SELECT count(*) FROM {table} WHERE site_id = :id"), {"id": site.site.id}
            )
            assert counted.scalar_one() == 0


def test_a_check_uses_what_it_is_told_of_author_and_place(api: Caller) -> None:
    body = {
        "text": KIND,
        "language": "en",
        "article": {"id": "a", "section": "world"},
        "author": {"id": "u", "role": "staff", "approved_count": 3, "rejected_count": 0},
    }
    assert api.post("/v1/check", body).status == 200


def test_a_check_with_a_test_key_obeys_test_texts(site: OpenedSite) -> None:
    api = site.caller(is_test=True)
    verdicts = [api.post("/v1/check", {"text": f"ombud-test-{one}"}).body["verdict"] for one in ("approve", "reject")]
    assert verdicts == ["approve", "reject"]


def test_without_a_model_a_check_says_that_a_person_has_to_look(
    site: OpenedSite, make_app: Callable[..., Flask]
) -> None:
    reply = site.caller(app=make_app(model="no-such-model")).post("/v1/check", {"text": KIND})
    assert (reply.status, reply.body["verdict"], reply.body["model"]) == (200, "hold", None)
    assert [reason["code"] for reason in reply.body["reasons"]] == ["model.unavailable"]


def test_without_a_policy_a_check_says_that_a_person_has_to_look(
    site: OpenedSite, database: Database, make_app: Callable[..., Flask]
) -> None:
    with database.transaction() as connection:
        connection.execute(text("UPDATE sites SET policy_version = NULL WHERE id = :id"), {"id": site.site.id})
    reply = site.caller(app=make_app()).post("/v1/check", {"text": KIND})
    assert (reply.status, [reason["code"] for reason in reply.body["reasons"]]) == (200, ["policy.unavailable"])


def test_a_check_uses_the_language_that_it_is_told_where_the_text_does_not_tell(
    site: OpenedSite, make_app: Callable[..., Flask]
) -> None:
    api = site.caller(app=make_app(model="linear"))
    replies = [api.post("/v1/check", {"text": "Na gut.", "language": language}) for language in ("de", "en")]
    assert [reply.body["verdict"] for reply in replies] == ["hold", "approve"]
    assert replies[0].body["reasons"][0]["code"] == "language.unknown"
