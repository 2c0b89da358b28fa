"""A worker is stopped between judging and recording, and the world goes on without it."""

import signal

from tests.reliability.checker import check
from tests.reliability.child import eventually
from tests.reliability.stack import LEASE_SECONDS, Stack
from tests.reliability.website import Website


def judged_but_not_recorded(stack: Stack, site: Website, text: str) -> str:
    """Post a comment, and stop the child that has judged it just before it records; returns the comment's id."""
    stack.crash_at("moderate.before_record:1:STOP")
    comment_id = str(site.post(text)["id"])
    assert eventually(stack.crashed)
    return comment_id


def go_on(stack: Stack) -> None:
    """Let the stopped child record what it judged, and wait until it has tried."""
    size = stack.worker.log_size()
    stack.worker.signal(signal.SIGCONT)
    assert eventually(lambda: "moderated" in (said := stack.worker.log_from(size)) or "Traceback" in said)


def test_a_decision_on_a_text_that_was_edited_meanwhile_does_not_count(stack: Stack, site: Website) -> None:
    comment_id = judged_but_not_recorded(stack, site, "score:toxicity=0.97, says the old text")
    site.edit(comment_id, "score:toxicity=0.01, says the new text")
    go_on(stack)
    assert stack.drain(site.site_id)
    comment = site.read(comment_id)
    assert (comment["status"], comment["decision"]["revision"]) == ("approved", 2)
    found = check(stack.rows, site.site_id, site.journal)
    assert not found.kinds(), found
    assert not stack.rows("SELECT 1 FROM decisions WHERE comment_id = %s AND revision = 1", comment_id)


def test_a_comment_that_was_erased_meanwhile_does_not_come_back(stack: Stack, site: Website) -> None:
    comment_id = judged_but_not_recorded(stack, site, "score:toxicity=0.97, says a text that goes")
    site.erase(comment_id)
    go_on(stack)
    found = check(stack.rows, site.site_id, site.journal)
    assert not found.kinds(), found
    assert site.read(comment_id)["status"] == "erased"
    assert not stack.rows("SELECT 1 FROM decisions WHERE comment_id = %s", comment_id)


def test_a_person_who_decided_meanwhile_is_not_overruled(stack: Stack, site: Website) -> None:
    comment_id = judged_but_not_recorded(stack, site, "score:toxicity=0.97, says a text that somebody likes")
    told = {"verdict": "approve", "actor": "editor-1"}
    assert site.ask("POST", f"/v1/comments/{comment_id}/decisions", told).status == 201
    go_on(stack)
    comment = site.read(comment_id)
    assert (comment["status"], comment["decision"]["cause"]) == ("approved", "site")
    assert stack.waiting(site.site_id) == 0


def test_a_worker_that_slept_through_its_lease_does_not_decide_a_second_time(stack: Stack, site: Website) -> None:
    comment_id = judged_but_not_recorded(stack, site, "a text that two workers judge")
    assert stack.drain(site.site_id, LEASE_SECONDS + 10)
    decision = site.read(comment_id)["decision"]["id"]
    go_on(stack)
    assert site.read(comment_id)["decision"]["id"] == decision
    found = check(stack.rows, site.site_id, site.journal)
    assert not found.kinds(), found
