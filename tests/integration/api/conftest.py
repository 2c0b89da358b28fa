"""The API in this process, on a real PostgreSQL and Valkey. Each test has a site of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import text

from ombud.domain.jobs import Lane
from ombud.domain.keys import ALL_SCOPES, NewKey, Scope
from ombud.pipeline.issue_key import issue_door_key, issue_key, open_site
from ombud.pipeline.moderate import Moderator
from ombud.scoring.deterministic import DeterministicEngine
from ombud.settings import Settings
from ombud.storage.database import Database, current_time
from ombud.storage.migrate import upgrade
from ombud.storage.sites import Site
from ombud_api.app import create_app
from ombud_api.context import Services
from tests.integration.api.caller import Caller
from tests.integration.api.server import started, stop

POLICY = """
version: 1
automation: automatic
thresholds:
  toxicity: {hold: 0.5, reject: 0.9}
"""


def services_of(app: Flask) -> Services:
    """The connections and counters of an application."""
    found: Services = app.extensions["ombud"]
    return found


@pytest.fixture(scope="session")
def database_url(postgres_url: str) -> Iterator[str]:
    """A migrated database of our own."""
    name = f"ombud_api_{uuid4().hex[:12]}"
    server = Database(postgres_url.replace("postgresql://", "postgresql+psycopg://"), pool_size=1)
    with server.statement() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = f"{postgres_url.rpartition('/')[0]}/{name}"
    database = Database(url.replace("postgresql://", "postgresql+psycopg://"), pool_size=1)
    with database.transaction() as connection:
        upgrade(connection)
    database.close()
    yield url
    with server.statement() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.close()


@pytest.fixture(scope="session")
def settings(database_url: str, valkey_url: str) -> Settings:
    """What the API is started with; limits on authors are out of the way."""
    return Settings(
        _env_file=None,
        database_url=SecretStr(database_url),
        redis_url=SecretStr(valkey_url),
        secret_key=SecretStr("for-tests-only-" * 3),
        model="deterministic",
        author_rate_limit=100_000,
    )


@pytest.fixture(scope="session")
def database(settings: Settings) -> Iterator[Database]:
    """The database, for looking behind the API's back."""
    database = Database(settings.require_database_url(), pool_size=4)
    yield database
    database.close()


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    yield app
    services_of(app).database.close()


@pytest.fixture
def make_app(settings: Settings) -> Iterator[Callable[..., Flask]]:
    """Make an application with other settings."""
    made: list[Flask] = []

    def make(**changed: Any) -> Flask:
        made.append(create_app(settings.model_copy(update=changed)))
        return made[-1]

    yield make
    for app in made:
        services_of(app).database.close()


@pytest.fixture(scope="session")
def address(settings: Settings) -> Iterator[str]:
    """The address of an API that listens for real."""
    server = started(settings)
    yield f"http://127.0.0.1:{server.port}"
    stop(server)


@dataclass(slots=True)
class OpenedSite:
    """A site of one test, with as many keys as it asks for."""

    database: Database
    app: Flask
    site: Site
    keys: list[NewKey] = field(default_factory=list)

    def key(self, *scopes: Scope, is_test: bool = False) -> NewKey:
        """Issue a key; one that may do everything unless scopes are named."""
        with self.database.transaction() as connection:
            now = current_time(connection)
            self.keys.append(issue_key(connection, self.site, now, scopes=scopes or ALL_SCOPES, is_test=is_test))
        return self.keys[-1]

    def door_key(self) -> NewKey:
        with self.database.transaction() as connection:
            return issue_door_key(connection, self.site, current_time(connection))

    def caller(self, *scopes: Scope, is_test: bool = False, app: Flask | None = None) -> Caller:
        """A client with a new key."""
        return Caller(app or self.app, self.key(*scopes, is_test=is_test).secret)


@pytest.fixture
def open_test_site(database: Database, app: Flask) -> Iterator[Callable[[], OpenedSite]]:
    """Open another site."""
    opened: list[OpenedSite] = []

    def open_one() -> OpenedSite:
        with database.transaction() as connection:
            name = f"site-{uuid4().hex[:12]}"
            site = open_site(connection, name, current_time(connection), policy=POLICY)
        opened.append(OpenedSite(database, app, site))
        return opened[-1]

    yield open_one
    with database.transaction() as connection:  # what was never decided must not wait in another test's queue
        ids = [one.site.id for one in opened]
        connection.execute(text("DELETE FROM jobs WHERE site_id = ANY(:ids)"), {"ids": ids})


@pytest.fixture
def site(open_test_site: Callable[[], OpenedSite]) -> OpenedSite:
    return open_test_site()


@pytest.fixture
def api(site: OpenedSite) -> Caller:
    """A client with a key that may do everything."""
    return site.caller()


@pytest.fixture(scope="session")
def moderate(database: Database) -> Callable[[], int]:
    """Do the worker's work, in this process, until nothing is due; returns how many jobs there were."""

    def run() -> int:
        moderator = Moderator(database, DeterministicEngine(), tuple(Lane), timedelta(seconds=60))
        total = 0
        while held := moderator.moderate_batch():
            total += held
        return total

    return run
