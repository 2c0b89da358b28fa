from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy.exc import IntegrityError

from ombud.domain.comment import Status
from ombud.domain.decision import Cause, Judgement, Verdict
from ombud.domain.jobs import Lane
from ombud.pipeline.claim import Claimed, claim
from ombud.pipeline.decide_by_site import SiteDecision, decide_by_site
from ombud.pipeline.edit import Edit, edit
from ombud.pipeline.erase import erase
from ombud.pipeline.record import MachineOutcome, record_machine_outcomes
from ombud.storage.database import current_time
from tests.integration.pipeline.conftest import Newsroom

APPROVE = Judgement(Verdict.APPROVE, ())


def claimed(newsroom: Newsroom) -> list[Claimed]:
    with newsroom.database.transaction() as connection:
        now = current_time(connection)
        return claim(connection, list(Lane), alone=False, lease=timedelta(seconds=60), now=now)


def recorded(newsroom: Newsroom, held: list[Claimed]) -> int:
    outcomes = [MachineOutcome(one.lease, APPROVE) for one in held]
    with newsroom.database.transaction() as connection:
        return len(record_machine_outcomes(connection, outcomes, current_time(connection)))


def test_an_outcome_is_recorded_once(newsroom: Newsroom) -> None:
    newsroom.post("once")
    held = claimed(newsroom)
    assert (recorded(newsroom, held), recorded(newsroom, held)) == (1, 0)
    assert len(newsroom.events()) == 1


def test_an_outcome_on_an_old_revision_is_not_recorded(newsroom: Newsroom) -> None:
    comment_id = newsroom.post("before")
    held = claimed(newsroom)
    with newsroom.database.transaction() as connection:
        assert edit(connection, newsroom.site, comment_id, "after", current_time(connection)).edit is Edit.REVISED
    assert recorded(newsroom, held) == 0
    assert newsroom.comment(comment_id).state.status is Status.PENDING
    assert newsroom.moderate() == 1


def test_what_was_erased_in_flight_cannot_come_back(newsroom: Newsroom) -> None:
    comment_id = newsroom.post("a secret that must go", author={"id": "gone", "name": "Ann Gone"})
    held = claimed(newsroom)
    with newsroom.database.transaction() as connection:
        erase(connection, newsroom.site.id, comment_id, current_time(connection))
    assert recorded(newsroom, held) == 0
    comment = newsroom.comment(comment_id)
    assert (comment.state.status, comment.text, comment.author) == (Status.ERASED, None, None)


def test_erasure_leaves_no_trace_of_text_and_author_in_any_table(newsroom: Newsroom) -> None:
    author = {"id": "author-to-go", "name": "Name-To-Go"}
    comment_id = newsroom.post("a secret score:toxicity=0.7313 word", author=author)
    newsroom.moderate()
    with newsroom.database.transaction() as connection:
        edit(connection, newsroom.site, comment_id, "another secret word", current_time(connection))
    newsroom.moderate()
    with newsroom.database.transaction() as connection:
        receipt = erase(connection, newsroom.site.id, comment_id, current_time(connection))
    assert receipt is not None
    assert (receipt.removed["texts"], receipt.removed["authors"]) == (2, 1)
    tables = newsroom.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for (table,) in tables:
        for needle in ("secret", "author-to-go", "Name-To-Go", "0.7313"):
            found = newsroom.rows(
                f"SELECT count(*) FROM {table} AS row WHERE row::text LIKE :needle AND row::text LIKE :id",
                needle=f"%{needle}%",
                id=f"%{comment_id}%",
            )
            assert found[0][0] == 0, (table, needle)
    assert newsroom.rows("SELECT count(*) FROM authors WHERE id = 'author-to-go'")[0][0] == 0


def test_erasing_again_returns_the_first_receipt(newsroom: Newsroom) -> None:
    comment_id = newsroom.post("x")
    with newsroom.database.transaction() as connection:
        first = erase(connection, newsroom.site.id, comment_id, current_time(connection))
    with newsroom.database.transaction() as connection:
        again = erase(connection, newsroom.site.id, comment_id, current_time(connection))
    assert first == again


def test_the_bare_decision_outlives_erasure(newsroom: Newsroom) -> None:
    comment_id = newsroom.post("score:toxicity=0.95")
    newsroom.moderate()
    with newsroom.database.transaction() as connection:
        erase(connection, newsroom.site.id, comment_id, current_time(connection))
    [(verdict, reasons, scores)] = newsroom.rows(
        "SELECT verdict, reasons, scores FROM decisions WHERE comment_id = :id", id=comment_id
    )
    assert (verdict, reasons, scores) == ("reject", [], {})


def test_a_persons_decision_takes_the_job_and_the_machine_comes_too_late(newsroom: Newsroom) -> None:
    comment_id = newsroom.post("who decides")
    held = claimed(newsroom)
    with newsroom.database.transaction() as connection:
        told = SiteDecision(Verdict.REJECT, "editor@example.com", "off topic")
        assert decide_by_site(connection, newsroom.site.id, comment_id, told, current_time(connection))
    assert recorded(newsroom, held) == 0
    comment = newsroom.comment(comment_id)
    assert comment.state.status is Status.REJECTED
    assert comment.decision is not None
    assert (comment.decision["cause"], comment.decision["actor_id"]) == (Cause.SITE, "editor@example.com")


def test_authors_counts_follow_their_comments(newsroom: Newsroom) -> None:
    author = {"author": {"id": "dee"}}
    newsroom.post("score:toxicity=0.1 a", **author)
    held = newsroom.post("score:toxicity=0.7 b", **author)
    newsroom.moderate()

    def counts() -> tuple[int, int, int]:
        [row] = newsroom.rows(
            "SELECT approved_count, held_count, rejected_count FROM authors WHERE id = 'dee' AND site_id = :site",
            site=newsroom.site.id,
        )
        return tuple(row)

    assert counts() == (1, 1, 0)
    with newsroom.database.transaction() as connection:
        decide_by_site(
            connection, newsroom.site.id, held, SiteDecision(Verdict.REJECT, "e", None), current_time(connection)
        )
    assert counts() == (1, 0, 1)
    with newsroom.database.transaction() as connection:
        erase(connection, newsroom.site.id, held, current_time(connection))
    assert counts() == (1, 0, 0)


def test_events_of_one_comment_carry_a_rising_sequence(newsroom: Newsroom) -> None:
    comment_id = newsroom.post("score:toxicity=0.1 one")
    newsroom.moderate()
    with newsroom.database.transaction() as connection:
        edit(connection, newsroom.site, comment_id, "score:toxicity=0.1 two", current_time(connection))
    newsroom.moderate()
    with newsroom.database.transaction() as connection:
        erase(connection, newsroom.site.id, comment_id, current_time(connection))
    events = newsroom.events()
    assert [event.type for event in events] == [
        "comment.decided",
        "comment.edited",
        "comment.decided",
        "comment.erased",
    ]
    assert [event.sequence for event in events] == [1, 2, 3, 4]
    assert [event.position for event in events] == [1, 2, 3, 4]


def test_events_hold_no_text_and_no_authors_name(newsroom: Newsroom) -> None:
    newsroom.post("a text of its own", author={"id": "u", "name": "Nameless Nobody"})
    newsroom.moderate()
    [event] = newsroom.events()
    assert "a text of its own" not in str(event.data)
    assert "Nameless Nobody" not in str(event.data)
    assert event.data["comment"]["author"]["id"] == "u"


def test_one_of_two_who_edit_and_record_at_once_wins_and_nothing_contradicts(newsroom: Newsroom) -> None:
    for round_ in range(20):
        comment_id = newsroom.post(f"race {round_}")
        held = [one for one in claimed(newsroom) if one.comment.id == comment_id]
        start = Barrier(2)

        def change(comment_id: object = comment_id, start: Barrier = start) -> None:
            start.wait()
            with newsroom.database.transaction() as connection:
                edit(connection, newsroom.site, comment_id, "edited", current_time(connection))  # type: ignore[arg-type]

        editor = Thread(target=change)
        editor.start()
        start.wait()
        recorded(newsroom, held)
        editor.join()
        comment = newsroom.comment(comment_id)
        assert (comment.state.revision, comment.state.status) == (2, Status.PENDING)
        newsroom.moderate()
        firsts = newsroom.rows(
            "SELECT revision, count(*) FROM decisions WHERE comment_id = :id AND cause = 'first' GROUP BY revision",
            id=comment_id,
        )
        assert all(count == 1 for _, count in firsts)
        assert 2 in [revision for revision, _ in firsts]


def test_the_database_refuses_a_second_first_decision_on_a_revision(newsroom: Newsroom) -> None:
    comment_id = newsroom.post("twice")
    newsroom.moderate()
    columns = "comment_id, revision, cause, verdict, actor_kind, reasons, scores, signals, decided_at"
    again = f"INSERT INTO decisions (id, {columns}) SELECT uuidv7(), {columns} FROM decisions WHERE comment_id = :id"
    with pytest.raises(IntegrityError, match="decisions_first_key"):
        newsroom.rows(again, id=comment_id)
