"""Who may call, and what each key may do."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from ombud.domain.keys import Scope, new_site_key
from ombud.pipeline.issue_key import end_key, rotate_key
from ombud.storage.database import Database, current_time
from ombud.storage.keys import expire_keys
from ombud_api.docs.openapi import ALL_OPERATIONS
from tests.integration.api.caller import Caller
from tests.integration.api.conftest import OpenedSite, services_of

KEYED = [operation for operation in ALL_OPERATIONS if operation.scope]
SOME_ID = "019ab0c4-5f1e-7c3a-9d2e-8b7f6a5c4d3e"


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """The SQL that the application sends meanwhile."""
    engine = services_of(app).database.engine
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("operation", KEYED, ids=lambda operation: operation.name)
def test_every_call_needs_a_key_and_its_scope(site: OpenedSite, operation) -> None:  # type: ignore[no-untyped-def]
    path = re.sub(r"\{[a-z_]+\}", SOME_ID, operation.path)
    nobody = Caller(site.app, None).call(operation.method, path)
    assert (nobody.status, nobody.code) == (401, "missing-key")
    assert nobody.headers["WWW-Authenticate"] == 'Bearer realm="ombud"'
    others = site.caller(*(set(Scope) - {operation.scope})).call(operation.method, path)
    assert (others.status, others.code) == (403, "missing-scope")
    assert f"'{operation.scope}'" in others.body["detail"]
    bearer = site.caller(operation.scope).call(operation.method, path)
    assert bearer.status not in (401, 403)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "ombud_live_x"])
def test_other_ways_to_authenticate_are_refused(site: OpenedSite, header: str) -> None:
    reply = Caller(site.app, None).call("GET", "/v1/comments", Authorization=header)
    assert (reply.status, reply.code) == (401, "missing-key")


def test_the_scheme_is_read_in_any_case(site: OpenedSite) -> None:
    reply = Caller(site.app, None).call("GET", "/v1/comments", Authorization=f"bEARER  {site.key().secret} ")
    assert reply.status == 200


@pytest.mark.parametrize("spoil", [
    lambda key: key[:-1] + ("0" if key[-1] != "0" else "1"),
    lambda key: key.replace("live", "test"),
    lambda key: key.upper(),
    lambda key: key + "0",
    lambda key: key[:-1],
    lambda key: key[:30] + ("a" if key[30] != "a" else "b") + key[31:],
    lambda _: "é" * 60,
    lambda _: "x" * 5000,
])  # fmt: skip
def test_a_mistyped_key_is_refused_without_a_query(site: OpenedSite, spoil: Callable[[str], str]) -> None:
    with statements(site.app) as sent:
        reply = Caller(site.app, spoil(site.key().secret)).get("/v1/comments")
    assert (reply.status, reply.code) == (401, "unknown-key")
    assert sent == []


def test_a_key_of_nobody_is_refused_and_those_known_stay_known(site: OpenedSite) -> None:
    api = site.caller()
    api.get("/v1/events")
    stranger = Caller(site.app, new_site_key().secret).get("/v1/events")
    assert (stranger.status, stranger.code) == (401, "unknown-key")
    with statements(site.app) as sent:
        assert api.get("/v1/events").status == 200
    assert not [one for one in sent if "site_keys" in one]


def test_a_revoked_key_is_refused_two_seconds_later_at_the_latest(site: OpenedSite, database: Database) -> None:
    key = site.key()
    api = Caller(site.app, key.secret)
    assert api.get("/v1/comments").status == 200
    with database.transaction() as connection:
        end_key(connection, site.site, key.label, current_time(connection))
    ended = time.monotonic()
    while api.get("/v1/comments").status == 200:
        assert time.monotonic() - ended < 2.5
        time.sleep(0.1)
    assert api.get("/v1/comments").code == "unknown-key"


def test_an_expired_key_is_refused(site: OpenedSite, database: Database) -> None:
    key = site.key()
    with database.transaction() as connection:
        now = current_time(connection)
        expire_keys(connection, site.site.id, "site", now - timedelta(seconds=1), keep=site.site.id)
    assert Caller(site.app, key.secret).get("/v1/comments").code == "unknown-key"


def test_after_a_rotation_old_and_new_keys_are_valid_for_a_day(site: OpenedSite, database: Database) -> None:
    old = [site.key().secret, site.key().secret]
    with database.transaction() as connection:
        new = rotate_key(connection, site.site, current_time(connection))
    assert [Caller(site.app, key).get("/v1/comments").status for key in [*old, new.secret]] == [200, 200, 200]


def test_a_door_key_opens_no_call_of_version_1(site: OpenedSite) -> None:
    reply = Caller(site.app, site.door_key().secret).submit()
    assert (reply.status, reply.code) == (403, "missing-scope")
    assert "door key" in reply.body["detail"]


def test_a_test_key_marks_what_it_posts(site: OpenedSite, moderate: Callable[[], int]) -> None:
    api = site.caller(is_test=True)
    posted = api.submitted(text="ombud-test-hold")
    moderate()
    assert api.read(posted["id"])["status"] == "held"


def test_who_may_not_call_learns_nothing_of_what_is_wrong_with_the_body(site: OpenedSite) -> None:
    assert Caller(site.app, None).call("POST", "/v1/comments", raw=b"}").status == 401
    assert site.caller(Scope.READ).call("POST", "/v1/comments", raw=b"}").status == 403
