"""The command line on a real PostgreSQL. Each test has sites of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from ombud.cli import cli
from ombud.domain.jobs import Lane
from ombud.pipeline.accept import Submission, accept
from ombud.pipeline.issue_key import open_site
from ombud.pipeline.moderate import Moderator
from ombud.scoring.deterministic import DeterministicEngine
from ombud.storage.database import Database, current_time
from ombud.storage.migrate import upgrade
from ombud.storage.sites import Site, site_named

SECRET = "k" * 40
POLICY = """
version: 1
automation: automatic
rules:
  - {name: newcomer, description: Somebody new, when: author.approved < 3, verdict: hold}
  - {name: too-fast, description: Too fast, when: velocity.author_hour > 3, verdict: reject}
  - {name: young, description: Not known for long, when: author.known_days < 30.0, verdict: hold}
"""


@dataclass(slots=True)
class Newsroom:
    """A site, and what is done to it from the command line and by its readers."""

    database: Database
    site: Site

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(cli, [*arguments, "--site", self.site.name])

    def rows(self, statement: str, **parameters: Any) -> list[tuple[Any, ...]]:
        with self.database.transaction() as connection:
            found = connection.execute(text(statement), {"site": self.site.id, **parameters})
            return [tuple(row) for row in found]

    def post(self, author: str, words: str) -> None:
        submission = Submission(text=words, article={"id": "a-1"}, author={"id": author}, external_id=words)
        with self.database.transaction() as connection:
            accept(connection, self.current(), [submission], lane=Lane.LIVE, is_test=False)

    def current(self) -> Site:
        with self.database.transaction() as connection:
            site = site_named(connection, self.site.name)
        assert site is not None
        return site

    def moderate(self) -> None:
        moderator = Moderator(self.database, DeterministicEngine(), list(Lane), timedelta(seconds=60))
        while moderator.moderate_batch():
            pass

    def status(self, external_id: str) -> str:
        found = "SELECT status FROM comments WHERE site_id = :site AND external_id = :id"
        return str(self.rows(found, id=external_id)[0][0])


@pytest.fixture(scope="session")
def database(postgres_url: str) -> Iterator[Database]:
    name = f"ombud_history_{uuid4().hex[:12]}"
    server = Database(postgres_url.replace("postgresql://", "postgresql+psycopg://"), pool_size=1)
    with server.statement() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = f"{postgres_url.rpartition('/')[0]}/{name}"
    made = Database(url.replace("postgresql://", "postgresql+psycopg://"), pool_size=4)
    with made.transaction() as connection:
        upgrade(connection)
    yield made
    made.close()
    with server.statement() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.close()


@pytest.fixture
def open_newsroom(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Newsroom]]:
    url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    monkeypatch.setenv("OMBUD_DATABASE_URL", url)
    monkeypatch.setenv("OMBUD_SECRET_KEY", SECRET)
    monkeypatch.setenv("OMBUD_MODEL", "deterministic")

    def open_one() -> Newsroom:
        with database.transaction() as connection:
            now = current_time(connection)
            return Newsroom(database, open_site(connection, f"site-{uuid4().hex[:12]}", now, policy=POLICY))

    yield open_one
    with database.transaction() as connection:
        connection.execute(text("DELETE FROM jobs"))


@pytest.fixture
def newsroom(open_newsroom: Callable[[], Newsroom]) -> Newsroom:
    return open_newsroom()
