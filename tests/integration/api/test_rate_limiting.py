"""Rate limits for keys and authors, and what becomes of them without Redis."""

import socket
import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from pydantic import SecretStr

from tests.integration.api.caller import Caller
from tests.integration.api.conftest import OpenedSite


@pytest.fixture
def black_hole() -> Iterator[str]:
    """A Redis that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.fixture
def fresh_second() -> None:
    """Wait for the beginning of a second, where a new window opens."""
    time.sleep(1 - time.time() % 1)


@pytest.mark.usefixtures("fresh_second")
def test_a_key_has_so_many_requests_a_second_and_is_told_what_is_left(
    site: OpenedSite, make_app: Callable[..., Flask]
) -> None:
    api = site.caller(app=make_app(key_rate_limit=3))
    replies = [api.get("/v1/events") for _ in range(4)]
    assert [reply.status for reply in replies] == [200, 200, 200, 429]
    assert replies[0].headers["RateLimit-Policy"] == '"key";q=3;w=1'
    assert [reply.headers["RateLimit"] for reply in replies] == [f'"key";r={left};t=1' for left in (2, 1, 0, 0)]
    assert replies[3].code == "rate-limited"
    assert replies[3].headers["Retry-After"] == "1"
    time.sleep(1)
    assert api.get("/v1/events").status == 200


@pytest.mark.usefixtures("fresh_second")
def test_what_cannot_be_read_counts_too(site: OpenedSite, make_app: Callable[..., Flask]) -> None:
    api = site.caller(app=make_app(key_rate_limit=2))
    assert [api.call("POST", "/v1/comments", raw=b"}").status for _ in range(3)] == [400, 400, 429]


@pytest.mark.usefixtures("fresh_second")
def test_each_key_of_a_site_has_a_limit_of_its_own(site: OpenedSite, make_app: Callable[..., Flask]) -> None:
    app = make_app(key_rate_limit=1)
    one, other = site.caller(app=app), site.caller(app=app)
    assert [one.get("/v1/events").status, one.get("/v1/events").status, other.get("/v1/events").status] == [
        200,
        429,
        200,
    ]


def test_an_author_has_so_many_comments_a_minute_on_each_site(
    site: OpenedSite, open_test_site: Callable[[], OpenedSite], make_app: Callable[..., Flask]
) -> None:
    if time.time() % 60 > 58:
        time.sleep(2)  # not over the end of a minute
    app = make_app(author_rate_limit=2)
    api = site.caller(app=app)
    replies = [api.submit() for _ in range(3)]
    assert [reply.status for reply in replies] == [202, 202, 429]
    assert '"author";q=2;w=60' in replies[0].headers["RateLimit-Policy"]
    assert "author" in replies[2].body["detail"]
    assert 1 <= int(replies[2].headers["Retry-After"]) <= 60
    assert api.submit(author={"id": "u-2"}).status == 202
    assert open_test_site().caller(app=app).submit().status == 202
    assert api.get("/v1/events").status == 200


@pytest.mark.parametrize("author", ["u:1", "\u00fc" * 255, "a b\n*"])
def test_any_author_id_can_be_counted(site: OpenedSite, make_app: Callable[..., Flask], author: str) -> None:
    api = site.caller(app=make_app(author_rate_limit=2))
    assert {api.submit(author={"id": author}).status for _ in range(2)} == {202}


def test_without_redis_no_request_fails_or_waits_for_it(site: OpenedSite, make_app: Callable[..., Flask]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        nobody_there = server.getsockname()[1]
    api = site.caller(app=make_app(redis_url=SecretStr(f"redis://127.0.0.1:{nobody_there}/0")))
    begun = time.monotonic()
    assert {api.submit().status for _ in range(20)} == {202}
    assert time.monotonic() - begun < 2


def test_a_redis_that_never_answers_costs_50_milliseconds_once_a_second(
    site: OpenedSite, make_app: Callable[..., Flask], black_hole: str
) -> None:
    api = site.caller(app=make_app(redis_url=SecretStr(black_hole)))
    took = []
    for _ in range(30):
        begun = time.monotonic()
        assert api.submit().status == 202
        took.append(time.monotonic() - begun)
    assert max(took) < 0.5
    assert sorted(took)[15] < 0.05


def test_without_redis_each_process_counts_for_itself(site: OpenedSite, make_app: Callable[..., Flask]) -> None:
    if time.time() % 60 > 58:
        time.sleep(2)
    api = site.caller(app=make_app(redis_url=SecretStr("redis://127.0.0.1:1/0"), author_rate_limit=2))
    assert [api.submit().status for _ in range(3)] == [202, 202, 429]


def test_nobody_without_a_key_is_told_of_limits(site: OpenedSite) -> None:
    reply = Caller(site.app, None).get("/v1/events")
    assert "RateLimit" not in reply.headers
