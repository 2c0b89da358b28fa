"""What an author may be told of a comment."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from ombud.pipeline.change_policy import change_policy
from ombud.storage.database import Database, current_time
from tests.integration.api.caller import KIND, RUDE, VILE, Caller, Json
from tests.integration.api.conftest import POLICY, OpenedSite

OWN_WORDS = """
reasons:
  - {code: abuse, key: 1, author_text: {en: "Attack the ball, not the player.", de: "Ball spielen, nicht Gegner."}}
  - {code: house, key: 2, author_text: "House rule 4.", appealable: false, ground: "House rules, number 4"}
held_text: "Our editors are on it."
statements: {rules: "Netiquette, section 2", territory: [DE, AT]}
rules:
  - name: secret-trap
    description: Holds a listed word
    when: lists.traps.hit
    verdict: reject
    reason: house
lists:
  traps: {terms: [xyzzy]}
"""


@pytest.fixture
def own_words(site: OpenedSite, database: Database) -> Caller:
    with database.transaction() as connection:
        now = current_time(connection)
        change_policy(connection, site.site, POLICY + OWN_WORDS, by="test", note="test", now=now)
    return site.caller()


def status_of(api: Caller, posted: Json, **query: object) -> Json:
    reply = api.get(f"/v1/comments/{posted['id']}/status", **query)
    assert reply.status == 200, reply.body
    told: Json = reply.body
    return told


@pytest.mark.parametrize(("said", "state"), [(KIND, "approved"), (RUDE, "held"), (VILE, "rejected")])
def test_each_state_is_told_with_reasons_only_where_something_speaks_against_the_comment(
    api: Caller, moderate: Callable[[], int], said: str, state: str
) -> None:
    posted = api.submitted(text=said, external_id="c-1")
    assert status_of(api, posted)["state"] == "pending"
    moderate()
    told = status_of(api, posted)
    assert (told["state"], told["external_id"], bool(told["reasons"])) == (state, "c-1", state != "approved")
    assert (told["statement"] is not None) == (state == "rejected")


def test_a_rejection_is_told_in_the_default_words_of_the_comments_language(
    api: Caller, moderate: Callable[[], int]
) -> None:
    posted = api.submitted(text=VILE, language="de-AT")
    moderate()
    told = status_of(api, posted)
    assert told["reasons"] == [{"code": "abuse", "text": "Er greift eine andere Person an oder beleidigt sie."}]
    assert status_of(api, posted, language="en-GB")["reasons"][0]["text"].startswith("It attacks")


def test_the_sites_own_words_go_before_the_default_ones(own_words: Caller, moderate: Callable[[], int]) -> None:
    vile, trapped, rude = (own_words.submitted(text=one) for one in (VILE, f"xyzzy {KIND}", RUDE))
    moderate()
    assert status_of(own_words, vile, language="de")["reasons"][0]["text"] == "Ball spielen, nicht Gegner."
    assert status_of(own_words, vile, language="fr")["reasons"][0]["text"] == "Attack the ball, not the player."
    assert status_of(own_words, trapped)["reasons"] == [{"code": "house", "text": "House rule 4."}]
    assert status_of(own_words, rude)["reasons"] == [{"code": "held", "text": "Our editors are on it."}]


def test_a_statement_of_reasons_names_ground_facts_means_territory_and_redress(
    own_words: Caller, moderate: Callable[[], int]
) -> None:
    posted = own_words.submitted(text=f"xyzzy {KIND}")
    moderate()
    statement = status_of(own_words, posted)["statement"]
    assert statement["ground"] == {"kind": "rules", "reference": "House rules, number 4"}
    assert statement["restriction"] == "not_published"
    assert (statement["automated_detection"], statement["automated_decision"]) == (True, True)
    assert statement["territory"] == ["DE", "AT"]
    assert statement["facts"].endswith("The decision was taken by software alone.")
    assert "court" in statement["redress"]


def test_what_a_person_rejects_is_told_by_the_code_and_never_by_the_note(
    api: Caller, moderate: Callable[[], int]
) -> None:
    coded, noted = api.submitted(), api.submitted()
    moderate()
    for posted, reason in ((coded, "off-topic"), (noted, "the usual idiot again")):
        body = {"verdict": "reject", "actor": "m-1", "reason": reason}
        api.post(f"/v1/comments/{posted['id']}/decisions", body)
    assert status_of(api, coded)["reasons"][0]["code"] == "off-topic"
    told = status_of(api, noted)
    assert told["reasons"][0]["code"] == "other"
    assert "idiot" not in json.dumps(told)
    statement = told["statement"]
    assert (statement["restriction"], statement["automated_decision"], statement["automated_detection"]) == (
        "removed",
        False,
        False,
    )


def test_nothing_in_a_status_helps_to_probe(own_words: Caller, moderate: Callable[[], int]) -> None:
    """No text, no score, no threshold, no rule, no listed word; and what holds says nothing of why."""
    trapped = own_words.submitted(text=f"xyzzy {VILE}")
    held = own_words.submitted(text=RUDE)
    moderate()
    for posted in (trapped, held):
        told = json.dumps(status_of(own_words, posted))
        for secret in ("0.95", "0.9", "0.6", "0.5", "toxicity", "secret-trap", "xyzzy", "vermin", "rubbish", "view"):
            assert secret not in told, secret
    assert [reason["code"] for reason in status_of(own_words, held)["reasons"]] == ["held"]


def test_the_usual_wait_is_told_of_held_comments_once_there_are_enough_to_say(
    site: OpenedSite, make_app: Callable[..., Flask], moderate: Callable[[], int], database: Database
) -> None:
    api = site.caller()
    held = [api.submitted(text=RUDE) for _ in range(11)]
    moderate()
    with database.transaction() as connection:
        connection.execute(
            text("UPDATE decisions SET decided_at = decided_at - :wait WHERE comment_id = ANY(:ids)"),
            {"wait": timedelta(minutes=20, seconds=10), "ids": [one["id"] for one in held]},
        )
    assert status_of(api, held[0])["usual_wait"] is None
    for posted in held[:10]:
        api.post(f"/v1/comments/{posted['id']}/decisions", {"verdict": "approve", "actor": "m-1"})
    fresh = site.caller(app=make_app())  # what was measured is remembered for a minute
    wait = status_of(fresh, held[10])["usual_wait"]
    assert wait == {"half_within_minutes": 21, "nine_in_ten_within_minutes": 21}
    assert status_of(fresh, held[0])["usual_wait"] is None


def test_an_erased_comment_tells_its_state_and_no_more(api: Caller, moderate: Callable[[], int]) -> None:
    posted = api.submitted(text=VILE)
    moderate()
    api.delete(f"/v1/comments/{posted['id']}")
    told = status_of(api, posted)
    assert (told["state"], told["reasons"], told["statement"], told["appeal"]["possible"]) == (
        "erased",
        [],
        None,
        False,
    )


def test_another_site_and_a_strange_language_are_refused(api: Caller, open_test_site: Callable[[], OpenedSite]) -> None:
    posted = api.submitted()
    path = f"/v1/comments/{posted['id']}/status"
    assert open_test_site().caller().get(path).status == 404
    assert api.get(path, language="not a language").errors.keys() == {"?language"}
