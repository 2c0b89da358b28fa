"""Retention: what a policy keeps for a time only goes when that is over."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from ombud.domain.decision import Verdict
from ombud.domain.reports import MutingRule
from ombud.pipeline import forget
from ombud.pipeline.appeal import open_appeal
from ombud.pipeline.change_policy import change_policy
from ombud.pipeline.decide_by_site import SiteDecision, decide_by_site
from ombud.pipeline.policy_in_force import PLAIN, PoliciesInForce
from ombud.pipeline.report import Complaint, report
from ombud.storage.retention import forgotten_so_far
from ombud_worker.upkeep import SECONDS_BETWEEN_ROUNDS, Upkeep
from tests.integration.pipeline.conftest import POLICY, Newsroom

RETENTION = "retention: {rejected_text: 90d, client_address: 14d, appeal_text: 30d, report_note: 30d}\n"
OLD, NEW = timedelta(days=100), timedelta(days=1)


@pytest.fixture
def forgetful(open_newsroom: Callable[[], Newsroom]) -> Iterator[Newsroom]:
    newsroom = open_newsroom()
    with newsroom.database.transaction() as connection:
        change_policy(connection, newsroom.site, POLICY + RETENTION, by="test", note="test", now=newsroom.now())
    newsroom.site = replace(newsroom.site, policy_version=2)
    yield newsroom
    newsroom.rows("UPDATE sites SET policy_version = NULL WHERE id = :id RETURNING 1", id=newsroom.site.id)


def aged(newsroom: Newsroom, comment_id: object, age: timedelta) -> None:
    """Let everything about a comment be older than it is."""
    with newsroom.database.transaction() as connection:
        for statement in (
            "UPDATE comments SET accepted_at = accepted_at - :age, updated_at = updated_at - :age WHERE id = :id",
            "UPDATE appeals SET decided_at = decided_at - :age WHERE comment_id = :id",
            "UPDATE reports SET reported_at = reported_at - :age WHERE comment_id = :id",
        ):
            connection.execute(text(statement), {"age": age, "id": comment_id})


def forgotten(newsroom: Newsroom) -> dict[str, int]:
    told: dict[str, int] = {}
    for one in forget.forget_what_is_due(newsroom.database, PoliciesInForce()):
        if one.site == newsroom.site.name:
            told[one.kind] = told.get(one.kind, 0) + one.count
    return told


def posted(newsroom: Newsroom, words: str, age: timedelta) -> object:
    comment_id = newsroom.post(words, client_ip="192.0.2.9", client_user_agent="Lynx")
    newsroom.moderate()
    aged(newsroom, comment_id, age)
    return comment_id


def kept(newsroom: Newsroom, comment_id: object) -> tuple[bool, bool]:
    [row] = newsroom.rows(
        "SELECT revisions.text IS NOT NULL, coalesce(client_ip, client_user_agent) IS NOT NULL FROM comments "
        "JOIN revisions ON revisions.comment_id = comments.id WHERE comments.id = :id",
        id=comment_id,
    )
    return tuple(row)


def test_old_rejected_texts_and_addresses_go_and_all_else_stays(forgetful: Newsroom) -> None:
    vile, kind = "score:toxicity=0.95 vile", "score:toxicity=0.1 kind"
    comments = [posted(forgetful, words, age) for words in (vile, kind) for age in (OLD, NEW)]
    assert forgotten(forgetful) == {"rejected_text": 1, "client_address": 2}
    assert [kept(forgetful, one) for one in comments] == [(False, False), (True, True), (True, False), (True, True)]
    assert forgotten(forgetful) == {}
    with forgetful.database.transaction() as connection:
        told = {one.kind: one.forgotten for one in forgotten_so_far(connection, forgetful.site.id)}
    assert told == {"rejected_text": 1, "client_address": 2}


def test_a_rejected_text_stays_while_its_appeal_is_open(forgetful: Newsroom) -> None:
    comment_id = posted(forgetful, "score:toxicity=0.95 appealed", timedelta(0))
    with forgetful.database.transaction() as connection:
        open_appeal(connection, forgetful.site, comment_id, "Look again.", PLAIN, forgetful.now())  # type: ignore[arg-type]
    aged(forgetful, comment_id, OLD)
    assert "rejected_text" not in forgotten(forgetful)
    told = SiteDecision(Verdict.REJECT, "m-1", None)
    with forgetful.database.transaction() as connection:
        decide_by_site(connection, forgetful.site.id, comment_id, told, forgetful.now())  # type: ignore[arg-type]
    aged(forgetful, comment_id, OLD)
    assert forgotten(forgetful) == {"rejected_text": 1, "appeal_text": 1}


def test_notes_of_reports_go_by_their_own_time(forgetful: Newsroom) -> None:
    comment_id = posted(forgetful, "score:toxicity=0.1 reported", timedelta(0))
    with forgetful.database.transaction() as connection:
        complaint = Complaint("r-1", "abuse", "A note.")
        report(connection, forgetful.site, comment_id, complaint, MutingRule(10, 0.2), forgetful.now())  # type: ignore[arg-type]
    assert forgotten(forgetful) == {}
    aged(forgetful, comment_id, OLD)
    assert forgotten(forgetful)["report_note"] == 1


def test_without_a_word_in_the_policy_nothing_is_forgotten(newsroom: Newsroom) -> None:
    comment_id = posted(newsroom, "score:toxicity=0.95 kept", OLD)
    assert forgotten(newsroom) == {}
    assert kept(newsroom, comment_id) == (True, True)


def test_much_goes_in_batches_and_the_scheduler_takes_a_second_of_it_at_a_time(
    forgetful: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    comments = [posted(forgetful, f"score:toxicity=0.1 number {number}", OLD) for number in range(5)]
    monkeypatch.setattr(forget, "ROWS_AT_ONCE", 2)
    time = 0.0

    def clock() -> float:
        nonlocal time
        time += 0.6  # so that every second look at it finds the second over
        return time

    upkeep = Upkeep(forgetful.database, clock)
    left = []
    for _ in range(4):
        upkeep.go_on()
        left.append(sum(address for _, address in (kept(forgetful, one) for one in comments)))
    assert left == [3, 1, 0, 0]
    assert time < SECONDS_BETWEEN_ROUNDS
