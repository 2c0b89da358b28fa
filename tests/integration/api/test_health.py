"""`/livez` and `/readyz`."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import text

from ombud.storage import migrate
from ombud.storage.database import Database
from tests.integration.api.caller import Caller, Reply
from tests.integration.api.conftest import OpenedSite


@pytest.fixture(scope="module")
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@pytest.fixture
def database_away(make_app: Callable[..., Flask], closed_port: int) -> Flask:
    return make_app(database_url=SecretStr(f"postgresql://ombud@127.0.0.1:{closed_port}/ombud"))


def readyz(app: Flask) -> Reply:
    return Caller(app, None).get("/readyz")


def test_all_is_well(app: Flask) -> None:
    reply = readyz(app)
    assert (reply.status, reply.body) == (200, {"status": "ok", "problems": []})
    assert Caller(app, None).get("/livez").body == {"status": "ok"}


def test_without_a_database_the_process_lives_and_is_not_ready(database_away: Flask) -> None:
    assert Caller(database_away, None).get("/livez").status == 200
    reply = readyz(database_away)
    assert (reply.status, reply.body["status"]) == (503, "not ready")
    assert reply.body["problems"] == ["The database cannot be reached."]


def test_without_a_database_calls_are_put_off(database_away: Flask, site: OpenedSite) -> None:
    reply = site.caller(app=database_away).submit()
    assert (reply.status, reply.code, reply.headers["Retry-After"]) == (503, "unavailable", "1")


def test_without_redis_it_is_degraded_and_still_ready(make_app: Callable[..., Flask], closed_port: int) -> None:
    reply = readyz(make_app(redis_url=SecretStr(f"redis://127.0.0.1:{closed_port}/0")))
    assert (reply.status, reply.body["status"]) == (200, "degraded")
    assert "nothing is decided" in reply.body["problems"][0]


def test_without_a_model_it_is_degraded_and_still_ready(make_app: Callable[..., Flask]) -> None:
    reply = readyz(make_app(model="no-such-model"))
    assert (reply.status, reply.body["status"]) == (200, "degraded")
    assert "every comment is held" in reply.body["problems"][0]


@contextmanager
def at_revision(database: Database, revision: str | None) -> Iterator[None]:
    """Let the database say that it is at another migration, or at none."""
    with database.transaction() as connection:
        was = connection.execute(text("DELETE FROM alembic_version RETURNING version_num")).scalar_one()
        if revision:
            connection.execute(text("INSERT INTO alembic_version VALUES (:now)"), {"now": revision})
    yield
    with database.transaction() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:was)"), {"was": was})


def test_a_database_without_a_schema_is_not_ready(app: Flask, database: Database) -> None:
    with at_revision(database, None):
        reply = readyz(app)
    assert reply.status == 503
    assert reply.body["problems"] == ["The database has no schema. Run `ombud db upgrade`."]


def test_a_schema_of_a_newer_release_is_ready(app: Flask, database: Database) -> None:
    with at_revision(database, "9999"):
        assert readyz(app).status == 200


def test_a_schema_of_an_older_release_is_not_ready(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "latest_revision", lambda: "9999")  # as if this release had one migration more
    reply = readyz(app)
    assert reply.status == 503
    assert "Run `ombud db upgrade`." in reply.body["problems"][0]
