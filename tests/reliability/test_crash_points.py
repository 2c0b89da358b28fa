"""A process is killed at each named point of a comment's path, and nothing is lost or done twice."""

from collections.abc import Iterator

import pytest

from tests.reliability.checker import check
from tests.reliability.child import Child, eventually
from tests.reliability.stack import Stack
from tests.reliability.traffic import post_comments
from tests.reliability.website import Website

COMMENTS = 24


def test_without_faults_the_checker_finds_nothing(stack: Stack, site: Website) -> None:
    post_comments(site, COMMENTS)
    assert stack.drain(site.site_id)
    site.follow_feed(None)
    assert not check(stack.rows, site.site_id, site.journal).kinds()
