"""The checker is itself put to the test: with a safeguard switched off, or the tables tampered with, it must object."""

import time
from collections.abc import Iterator

import psycopg
import pytest

from tests.reliability.checker import check
from tests.reliability.child import eventually
from tests.reliability.findings import Findings
from tests.reliability.stack import LEASE_SECONDS, Stack
from tests.reliability.test_work_in_flight import go_on, judged_but_not_recorded
from tests.reliability.traffic import post_comments, write_back_and_forth
from tests.reliability.website import Website


def test_without_the_sweep_comments_stay_undecided(stack: Stack, site: Website) -> None:
    stack.scheduler.kill()
    stack.crash_at("moderate.after_claim")
    post_comments(site, 12)
    assert eventually(stack.crashed)
    assert not stack.drain(site.site_id, LEASE_SECONDS + 1)
    assert check(stack.rows, site.site_id, site.journal).kinds() == {"undecided"}
    stack.scheduler.start()
    assert stack.drain(site.site_id)
    found = check(stack.rows, site.site_id, site.journal)
    assert not found.kinds(), found


def test_without_compare_and_set_a_decision_on_an_old_text_counts(stack: Stack, site: Website) -> None:
    stack.alter_worker("without_compare_and_set")
    comment_id = judged_but_not_recorded(stack, site, "score:toxicity=0.97, says the old text")
    site.edit(comment_id, "score:toxicity=0.01, says the new text")
    go_on(stack)
    assert eventually(lambda: "stale" in check(stack.rows, site.site_id, site.journal).kinds())


def test_without_compare_and_set_an_erased_comment_is_decided(stack: Stack, site: Website) -> None:
    stack.alter_worker("without_compare_and_set")
    comment_id = judged_but_not_recorded(stack, site, "score:toxicity=0.97, says a text that goes")
    stack.execute("UPDATE comments SET status = 'pending' WHERE id = %s", comment_id)
    site.erase(comment_id)
    stack.execute("UPDATE comments SET status = 'pending' WHERE id = %s", comment_id)  # past `transition()`, too
    go_on(stack)
    assert "lost" in check(stack.rows, site.site_id, site.journal).kinds()


@pytest.fixture
def two_first_decisions_allowed(stack: Stack) -> Iterator[None]:
    """The table itself refuses a second first decision; for one test it does not."""
    [index] = stack.rows("SELECT indexdef FROM pg_indexes WHERE indexname = 'decisions_first_key'")
    stack.execute("DROP INDEX decisions_first_key")
    yield
    stack.execute(
        "DELETE FROM decisions WHERE cause = 'first' AND EXISTS (SELECT 1 FROM decisions AS other WHERE"
        " other.comment_id = decisions.comment_id AND other.revision = decisions.revision AND other.id > decisions.id)"
    )
    stack.execute(index["indexdef"])


@pytest.mark.usefixtures("two_first_decisions_allowed")
def test_without_compare_and_set_a_late_worker_decides_again(stack: Stack, site: Website) -> None:
    stack.alter_worker("without_compare_and_set")
    judged_but_not_recorded(stack, site, "a text that two workers judge")
    assert stack.drain(site.site_id, LEASE_SECONDS + 10)
    go_on(stack)
    assert "double" in check(stack.rows, site.site_id, site.journal).kinds()


TAMPERED = (
    (
        "lost",
        """
        DELETE FROM revisions WHERE comment_id = %(one)s; DELETE FROM decisions WHERE comment_id = %(one)s;
        DELETE FROM jobs WHERE comment_id = %(one)s; DELETE FROM comments WHERE id = %(one)s
        """,
    ),
    ("unexpected", "UPDATE revisions SET text = 'nobody wrote this' WHERE comment_id = %(one)s"),
    (
        "double",
        """
        UPDATE decisions SET cause = 'report', revision = 1 WHERE comment_id = %(one)s;
        DROP INDEX decisions_first_key;
        UPDATE decisions SET cause = 'first' WHERE comment_id = %(one)s;
        INSERT INTO decisions SELECT (d).* FROM (
            SELECT jsonb_populate_record(
                NULL::decisions, to_jsonb(decisions) || jsonb_build_object('id', gen_random_uuid())
            ) AS d
            FROM decisions WHERE comment_id = %(one)s LIMIT 1
        )
        """,
    ),
    ("undecided", "DELETE FROM decisions WHERE comment_id = %(one)s"),
    ("stale", "UPDATE decisions SET revision = 0 WHERE comment_id = %(one)s"),
    ("contradictory", "UPDATE comments SET status = 'rejected' WHERE id = %(one)s"),
    ("disordered", "DELETE FROM events WHERE comment_id = %(one)s"),
    ("disordered", "UPDATE events SET sequence = sequence + 1 WHERE comment_id = %(one)s"),
    ("revived", "UPDATE comments SET author_id = 'u' WHERE id = %(erased)s"),
    ("revived", "UPDATE revisions SET text = 'reader 3 writes' WHERE comment_id = %(erased)s AND revision = 1"),
)  # fmt: skip


def test_whatever_is_tampered_with_is_found(stack: Stack, site: Website) -> None:
    write_back_and_forth(site, 12, seed=1)
    erased = str(site.post("a text that goes")["id"])
    one = str(site.post("a text that stays")["id"])
    site.erase(erased)
    assert stack.drain(site.site_id)
    site.follow_feed(None)
    found = check(stack.rows, site.site_id, site.journal)
    assert not found.kinds(), found
    for kind, statements in TAMPERED:
        assert kind in _after(stack, site, statements, one=one, erased=erased).kinds(), statements


def _after(stack: Stack, site: Website, statements: str, **ids: str) -> Findings:
    """What the checker finds after statements that are then rolled back."""
    with psycopg.connect(stack.database_url, row_factory=psycopg.rows.dict_row) as connection:
        for statement in statements.split(";"):
            connection.execute(statement.encode(), {name: id_ for name, id_ in ids.items() if f"({name})" in statement})
        found = check(
            lambda query, *parameters: connection.execute(query.encode(), parameters).fetchall(),
            site.site_id,
            site.journal,
        )
        connection.rollback()
    return found


def test_a_follower_that_missed_an_event_is_noticed(stack: Stack, site: Website) -> None:
    post_comments(site, 3)
    assert stack.drain(site.site_id)
    site.follow_feed(None)
    del site.journal.feed[1]
    assert check(stack.rows, site.site_id, site.journal).kinds() == {"disordered"}


def test_a_request_that_got_two_ids_is_noticed(stack: Stack, site: Website) -> None:
    post_comments(site, 2)
    assert stack.drain(site.site_id)
    site.journal.accepted["comment 0"] |= site.journal.accepted["comment 1"]
    assert check(stack.rows, site.site_id, site.journal).kinds() == {"double"}


def test_the_traffic_of_a_seed_is_always_the_same(stack: Stack, site: Website) -> None:
    other = stack.open_site()
    begun = time.monotonic()
    for one in (site, other):
        write_back_and_forth(one, 10, seed=7)
    assert site.journal.attempted == other.journal.attempted
    assert time.monotonic() - begun < 20
