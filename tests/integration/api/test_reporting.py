"""Reports: a reader's word that somebody should look."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from ombud.pipeline.change_policy import change_policy
from ombud.storage.database import Database, current_time
from tests.integration.api.caller import KIND, RUDE, VILE, Caller, Json, Reply
from tests.integration.api.conftest import POLICY, OpenedSite

REPORTED = """
reports: {mute_after: 2, mute_below: 0.5}
rules:
  - name: reported-twice
    description: Two readers reported it
    when: reports.count >= 2
    verdict: hold
  - name: heavily-reported
    description: Reported by readers whose word weighs
    when: reports.weight > 1.9
    verdict: reject
    reason: hate
"""


@pytest.fixture
def reported(site: OpenedSite, database: Database) -> Caller:
    """A client of a site whose policy acts on reports."""
    with database.transaction() as connection:
        now = current_time(connection)
        change_policy(connection, site.site, POLICY + REPORTED, by="test", note="test", now=now)
    return site.caller()


def send(api: Caller, comment_id: str, reporter: str = "r-1", reason: str = "abuse", **more: str) -> Reply:
    return api.post(f"/v1/comments/{comment_id}/reports", {"reporter": reporter, "reason": reason, **more})


def decide(api: Caller, comment_id: str, verdict: str) -> None:
    assert api.post(f"/v1/comments/{comment_id}/decisions", {"verdict": verdict, "actor": "m-1"}).status == 201


def events(api: Caller, kind: str) -> list[Json]:
    return [event for event in api.get("/v1/events").body["items"] if event["type"] == kind]


def test_a_report_is_stored_and_announced_without_reporter_and_note(api: Caller, moderate: Callable[[], int]) -> None:
    posted = api.submitted()
    moderate()
    reply = send(api, posted["id"], note="He always writes this about me.")
    assert (reply.status, reply.body["reason"], reply.body["revision"]) == (201, "abuse", 1)
    [event] = events(api, "comment.reported")
    assert event["data"]["report"] == reply.body | {"wants_look": True}
    assert event["data"]["comment"]["id"] == posted["id"]
    assert event["sequence"] == 2
    assert "r-1" not in str(event)
    assert "about me" not in str(event)


def test_the_same_reader_twice_on_the_same_text_is_one_report(api: Caller) -> None:
    posted = api.submitted()
    first, again = send(api, posted["id"]), send(api, posted["id"], reason="spam")
    assert (again.status, again.body) == (200, first.body)
    assert len(events(api, "comment.reported")) == 1
    api.put(f"/v1/comments/{posted['id']}", {"text": RUDE})
    assert send(api, posted["id"]).body["revision"] == 2


def test_a_report_lets_the_machine_look_again_so_that_rules_can_act(
    reported: Caller, moderate: Callable[[], int]
) -> None:
    posted = reported.submitted()
    moderate()
    for reporter, status in (("r-1", "approved"), ("r-2", "held")):
        send(reported, posted["id"], reporter)
        assert moderate() == 1
        assert reported.read(posted["id"])["status"] == status
    decision = reported.read(posted["id"])["decision"]
    assert (decision["cause"], [reason["code"] for reason in decision["reasons"]]) == (
        "report",
        ["rule.reported-twice"],
    )


def test_a_second_look_never_lets_a_held_comment_through(
    reported: Caller, moderate: Callable[[], int], database: Database, site: OpenedSite
) -> None:
    posted = reported.submitted(text=RUDE)
    moderate()
    with database.transaction() as connection:
        lenient = POLICY.replace("hold: 0.5", "hold: 0.8")
        change_policy(connection, site.site, lenient, by="test", note="test", now=current_time(connection))
    send(reported, posted["id"])
    assert moderate() == 1
    found = reported.read(posted["id"])
    assert (found["status"], found["decision"]["reasons"][-1]["code"]) == ("held", "hold.stands")


def test_what_a_person_decided_is_not_looked_at_again_for_the_same_reason(
    reported: Caller, moderate: Callable[[], int]
) -> None:
    posted = reported.submitted()
    moderate()
    send(reported, posted["id"])
    decide(reported, posted["id"], "approve")
    send(reported, posted["id"], "r-2")
    send(reported, posted["id"], "r-3", reason="spam")
    assert moderate() == 0
    assert reported.read(posted["id"])["status"] == "approved"
    looks = [event["data"]["report"]["wants_look"] for event in events(reported, "comment.reported")]
    assert looks == [True, False, True]


def test_reporters_whom_people_found_right_weigh_more_and_can_reject(
    reported: Caller, moderate: Callable[[], int]
) -> None:
    for _ in range(8):
        bad = reported.submitted(text=RUDE)["id"]
        for reporter in ("r-1", "r-2", "r-3"):
            send(reported, bad, reporter)
        decide(reported, bad, "reject")
    posted = reported.submitted()
    moderate()
    for reporter in ("r-1", "r-2", "r-3"):
        send(reported, posted["id"], reporter)
    moderate()
    found = reported.read(posted["id"])
    assert (found["status"], found["decision"]["reasons"][0]["code"]) == ("rejected", "rule.heavily-reported")
    told = reported.get(f"/v1/comments/{posted['id']}/status").body
    assert [reason["code"] for reason in told["reasons"]] == ["hate"]


def test_a_reader_whose_reports_people_found_wrong_is_muted_and_heard_again_once_right(
    reported: Caller, moderate: Callable[[], int]
) -> None:
    for _ in range(2):
        fine = reported.submitted()["id"]
        send(reported, fine, "troll")
        decide(reported, fine, "approve")
    moderate()
    posted = reported.submitted()
    moderate()
    before = len(events(reported, "comment.reported"))
    assert send(reported, posted["id"], "troll").status == 201
    assert moderate() == 0
    assert len(events(reported, "comment.reported")) == before
    for _ in range(2):
        bad = reported.submitted(text=VILE)["id"]
        send(reported, bad, "troll")
        decide(reported, bad, "reject")
    heard = reported.submitted(text=KIND + " Again.")
    moderate()
    send(reported, heard["id"], "troll")
    assert len(events(reported, "comment.reported")) == before + 1


def test_a_decision_that_is_turned_round_turns_the_reporters_record_round(
    reported: Caller, database: Database, site: OpenedSite
) -> None:
    posted = reported.submitted()
    send(reported, posted["id"])
    records = []
    for verdict in ("reject", "hold", "approve", "reject"):
        decide(reported, posted["id"], verdict)
        with database.transaction() as connection:
            row = connection.execute(
                text("SELECT right_count, wrong_count FROM reporters WHERE site_id = :id"), {"id": site.site.id}
            ).one()
        records.append(tuple(row))
    assert records == [(1, 0), (1, 0), (0, 1), (1, 0)]


def test_a_reason_that_the_policy_does_not_have_is_refused_with_near_ones(api: Caller) -> None:
    posted = api.submitted()
    reply = send(api, posted["id"], reason="offtopic")
    assert (reply.status, reply.errors["/reason"]) == (
        422,
        "must be one of your policy's reasons; did you mean off-topic?",
    )


def test_nobody_reports_an_erased_comment_or_one_of_another_site(
    api: Caller, open_test_site: Callable[[], OpenedSite]
) -> None:
    posted = api.submitted()
    assert send(open_test_site().caller(), posted["id"]).status == 404
    api.delete(f"/v1/comments/{posted['id']}")
    assert send(api, posted["id"]).code == "erased"
