"""A process is killed at each named point of a comment's path, and nothing is lost or done twice."""

import re
from pathlib import Path

import pytest

import ombud
import ombud_api
import ombud_worker
from ombud.pipeline.erase_author import COMMENTS_AT_ONCE
from tests.reliability.checker import check
from tests.reliability.child import eventually
from tests.reliability.stack import Stack
from tests.reliability.traffic import post_comments
from tests.reliability.website import Website

COMMENTS = 24

POINTS = (
    "accept.before_commit",
    "accept.after_commit",
    "edit.before_commit",
    "erase.before_commit",
    "doorbell.after_ring",
    "moderate.after_claim",
    "moderate.before_record",
    "record.after_finish",
    "record.before_commit",
    "moderate.after_commit",
    "deliver.after_claim",
    "deliver.after_post",
    "deliver.before_commit",
    "sweep.before_commit",
    "sweep.after_commit",
)

OF_AUTHORS = "erase_author.before_commit"


@pytest.mark.parametrize("point", POINTS)
def test_a_crash_at_any_point_loses_nothing_and_doubles_nothing(stack: Stack, told_site: Website, point: str) -> None:
    site = told_site
    before = post_comments(site, 4, label="before")
    assert stack.drain(site.site_id)
    stack.crash_at(f"{point}:2" if point.startswith("accept") else point)
    post_comments(site, COMMENTS)
    site.edit(before[0], "before 0, edited")
    site.erase(before[1])
    assert eventually(stack.crashed), f"nothing passed {point}"
    assert stack.drain_supervised(site.site_id)
    site.follow_feed(None)
    found = check(stack.rows, site.site_id, site.journal)
    assert not found.kinds(), found


def test_a_comment_whose_answer_was_lost_is_stored_once(stack: Stack, site: Website) -> None:
    """It has no external id: nothing but its idempotency key tells the second request from another comment."""
    stack.crash_at("accept.after_commit")
    site.post("a text that is sent twice")
    assert stack.crashed()
    assert site.journal.refused.get(0)  # its process died before it could answer
    assert stack.drain(site.site_id)
    found = check(stack.rows, site.site_id, site.journal)
    assert not found.kinds(), found


def test_an_author_whose_erasure_was_killed_half_way_is_erased_all_the_same(stack: Stack, site: Website) -> None:
    comments, author = 2 * COMMENTS_AT_ONCE + 5, "author-to-go"
    for number in range(comments):
        body = {"text": f"number {number}", "article": {"id": "a-1"}, "author": {"id": author}}
        assert site.ask("POST", "/v1/comments", body).status == 202
    assert stack.drain(site.site_id)
    stack.crash_at(f"{OF_AUTHORS}:2")
    assert site.ask("DELETE", f"/v1/authors/{author}").status == 0
    assert stack.crashed()
    stack.heal()
    assert eventually(lambda: site.ask("DELETE", f"/v1/authors/{author}").status == 200, 60)
    assert site.ask("DELETE", f"/v1/authors/{author}").body["removed"]["comments"] == comments
    [left] = stack.rows("SELECT count(*) AS count FROM comments WHERE author_id = %s", author)
    assert left["count"] == 0
    erased = "SELECT count(*) AS count FROM events WHERE site_id = %s AND type = 'comment.erased'"
    assert stack.rows(erased, site.site_id)[0]["count"] == comments


def test_every_crash_point_of_the_source_is_tried() -> None:
    sources = [Path(str(package.__file__)).parent for package in (ombud, ombud_api, ombud_worker)]
    texts = (path.read_text("utf-8") for source in sources for path in source.rglob("*.py"))
    assert {name for text in texts for name in re.findall(r'crash_point\("([^"]+)"\)', text)} == {*POINTS, OF_AUTHORS}
