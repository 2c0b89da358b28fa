"""Above a site's backlog limit the API says so, instead of taking on what nobody will decide."""

import time
from collections.abc import Callable

from flask import Flask

from tests.integration.api.caller import comment
from tests.integration.api.conftest import OpenedSite


def test_above_the_limit_posts_edits_and_batches_are_put_off(
    site: OpenedSite, make_app: Callable[..., Flask], moderate: Callable[[], int]
) -> None:
    api = site.caller(app=make_app(backlog_limit=3))
    posted = [api.submitted() for _ in range(3)]
    time.sleep(1.05)  # waiting comments are counted at most once a second
    refused = [
        api.submit(),
        api.put(f"/v1/comments/{posted[0]['id']}", {"text": "Another"}),
        api.post("/v1/comments/batch", {"items": [comment()]}),
    ]
    assert {(reply.status, reply.code, reply.headers["Retry-After"]) for reply in refused} == {
        (503, "backlog-full", "30")
    }
    assert api.read(posted[0]["id"])["revision"] == 1
    moderate()
    time.sleep(1.05)
    assert api.submit().status == 202


def test_a_batch_that_would_go_beyond_the_limit_is_put_off_as_a_whole(
    site: OpenedSite, make_app: Callable[..., Flask]
) -> None:
    api = site.caller(app=make_app(backlog_limit=3))
    assert api.post("/v1/comments/batch", {"items": [comment() for _ in range(4)]}).status == 503
    assert api.post("/v1/comments/batch", {"items": [comment() for _ in range(3)]}).status == 207


def test_one_site_that_floods_leaves_the_others_alone(
    site: OpenedSite, open_test_site: Callable[[], OpenedSite], make_app: Callable[..., Flask]
) -> None:
    app = make_app(backlog_limit=1)
    site.caller(app=app).submitted()
    time.sleep(1.05)
    assert site.caller(app=app).submit().status == 503
    assert open_test_site().caller(app=app).submit().status == 202
