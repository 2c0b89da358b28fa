"""Readers, people and the machine at the same moment: whatever wins, nothing contradicts."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar
from uuid import UUID

from ombud.domain.appeals import Outcome
from ombud.domain.comment import Status
from ombud.domain.decision import Actor, ActorKind, Verdict
from ombud.domain.reports import MutingRule
from ombud.pipeline.appeal import Answer, Answering, Opening, answer_appeal, open_appeal
from ombud.pipeline.decide_by_site import SiteDecision, decide_by_site
from ombud.pipeline.policy_in_force import PLAIN
from ombud.pipeline.report import Complaint, Reporting, report
from ombud.storage.appeals import AppealRow, appeals
from ombud.storage.database import current_time
from tests.integration.pipeline.conftest import Newsroom
from tests.integration.pipeline.test_recording import claimed, recorded

RULE = MutingRule(10, 0.2)
Result = TypeVar("Result")


def at_once(*acts: Callable[[], Result]) -> list[Result]:
    """Do all of it at the same moment, each in a transaction of its own."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Result]) -> Result:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def complain(newsroom: Newsroom, comment_id: UUID, reporter: str) -> Reporting:
    with newsroom.database.transaction() as connection:
        complaint = Complaint(reporter, "abuse", None)
        return report(connection, newsroom.site, comment_id, complaint, RULE, current_time(connection)).reporting


def appeal(newsroom: Newsroom, comment_id: UUID) -> Opening:
    with newsroom.database.transaction() as connection:
        return open_appeal(connection, newsroom.site, comment_id, "Why?", PLAIN, current_time(connection)).opening


def decide(newsroom: Newsroom, comment_id: UUID, verdict: Verdict) -> bool:
    with newsroom.database.transaction() as connection:
        told = SiteDecision(verdict, "m-1", None)
        return decide_by_site(connection, newsroom.site.id, comment_id, told, current_time(connection))


def answer(newsroom: Newsroom, appeal_id: UUID, outcome: Outcome) -> Answering:
    with newsroom.database.transaction() as connection:
        told = Answer(outcome, Actor(ActorKind.SITE, "m-1"), None)
        return answer_appeal(connection, newsroom.site.id, appeal_id, told, current_time(connection)).answering


def test_one_reader_who_reports_four_times_at_once_has_reported_once(newsroom: Newsroom) -> None:
    comment_id = newsroom.post("score:toxicity=0.1 x")
    newsroom.moderate()
    outcomes = at_once(*(lambda: complain(newsroom, comment_id, "r-1") for _ in range(4)))
    assert sorted(one.value for one in outcomes) == ["known", "known", "known", "reported"]
    assert [event.type for event in newsroom.events()] == ["comment.decided", "comment.reported"]


def test_of_appeals_at_once_there_is_one(newsroom: Newsroom) -> None:
    comment_id = newsroom.post("score:toxicity=0.95 x")
    newsroom.moderate()
    outcomes = at_once(*(lambda: appeal(newsroom, comment_id) for _ in range(4)))
    assert sorted(one.value for one in outcomes) == ["opened", "refused", "refused", "refused"]


def test_of_two_who_answer_an_appeal_at_once_one_does(newsroom: Newsroom) -> None:
    for _ in range(5):
        comment_id = newsroom.post("score:toxicity=0.95 x")
        newsroom.moderate()
        appeal(newsroom, comment_id)
        with newsroom.database.transaction() as connection:
            [opened] = appeals(connection, AppealRow.comment_id == comment_id)
        outcomes = at_once(
            lambda: answer(newsroom, opened.id, Outcome.GRANT),  # noqa: B023  done before the next round
            lambda: answer(newsroom, opened.id, Outcome.UPHOLD),  # noqa: B023
        )
        assert sorted(one.value for one in outcomes) == ["answered", "closed"]
        with newsroom.database.transaction() as connection:
            [closed] = appeals(connection, AppealRow.comment_id == comment_id)
        granted = newsroom.comment(comment_id).state.status is Status.APPROVED
        assert closed.status.value == ("granted" if granted else "upheld")
        decision = newsroom.comment(comment_id).decision
        assert decision is not None
        assert decision["id"] == closed.answer_id


def test_what_a_person_decides_after_a_report_the_machine_does_not_change(newsroom: Newsroom) -> None:
    comment_id = newsroom.post("score:toxicity=0.1 x")
    newsroom.moderate()
    complain(newsroom, comment_id, "r-1")
    held = claimed(newsroom)
    assert [one.comment.id for one in held] == [comment_id]
    decide(newsroom, comment_id, Verdict.REJECT)
    assert recorded(newsroom, held) == 0
    assert newsroom.comment(comment_id).state.status is Status.REJECTED


def test_a_report_while_the_machine_is_at_work_lets_it_begin_anew(newsroom: Newsroom) -> None:
    comment_id = newsroom.post("score:toxicity=0.1 x")
    held = claimed(newsroom)
    complain(newsroom, comment_id, "r-1")
    assert recorded(newsroom, held) == 0
    [again] = claimed(newsroom)
    assert (again.reported.count, again.reported.weight, again.lease.attempts) == (1, 0.5, 0)
    assert recorded(newsroom, [again]) == 1


def test_reports_and_decisions_at_once_leave_sequences_without_gaps(newsroom: Newsroom) -> None:
    comment_id = newsroom.post("score:toxicity=0.1 x")
    newsroom.moderate()
    verdicts = (Verdict.REJECT, Verdict.APPROVE, Verdict.HOLD)
    at_once(
        *(lambda n=n: complain(newsroom, comment_id, f"r-{n}") is Reporting.REPORTED for n in range(5)),
        *(lambda v=v: decide(newsroom, comment_id, v) for v in verdicts),
    )
    newsroom.moderate()
    sequences = [event.sequence for event in newsroom.events()]
    assert sequences == list(range(1, len(sequences) + 1))
    [(right, wrong, outcomes)] = newsroom.rows(
        "SELECT coalesce(sum(right_count), 0), coalesce(sum(wrong_count), 0), "
        "(SELECT count(outcome) FROM reports WHERE site_id = :site) FROM reporters WHERE site_id = :site",
        site=newsroom.site.id,
    )
    assert right + wrong == outcomes
