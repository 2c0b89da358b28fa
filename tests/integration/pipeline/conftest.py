"""The pipeline in this process, on a real PostgreSQL. Each test has a database of its own making."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from ombud.domain.jobs import Lane
from ombud.pipeline.accept import Accepted, Submission, accept
from ombud.pipeline.issue_key import open_site
from ombud.pipeline.moderate import Moderator
from ombud.scoring.deterministic import DeterministicEngine
from ombud.scoring.engine import Engine
from ombud.storage.database import Database, current_time
from ombud.storage.feed import Event, events_after
from ombud.storage.migrate import upgrade
from ombud.storage.sites import Site
from ombud.storage.whole_comments import WholeComment, whole_comment

POLICY = """
version: 1
automation: automatic
thresholds:
  toxicity: {hold: 0.5, reject: 0.9}
rules:
  - name: repeated-text
    description: The author posted the same text before
    when: repetition.author_day > 0
    verdict: hold
  - name: too-fast
    description: More than three comments in a minute
    when: velocity.author_minute > 3
    verdict: hold
  - name: newcomer-with-link
    description: A first comment with a link
    when: links.count > 0 && author.approved == 0
    verdict: hold
"""


@pytest.fixture(scope="session")
def database(postgres_url: str) -> Iterator[Database]:
    name = f"ombud_pipeline_{uuid4().hex[:12]}"
    server = Database(postgres_url.replace("postgresql://", "postgresql+psycopg://"), pool_size=1)
    with server.statement() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = f"{postgres_url.rpartition('/')[0]}/{name}".replace("postgresql://", "postgresql+psycopg://")
    made = Database(url, pool_size=12)
    with made.transaction() as connection:
        upgrade(connection)
    yield made
    made.close()
    with server.statement() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.close()


@dataclass(slots=True)
class Newsroom:
    """A site, and short words for what happens to its comments."""

    database: Database
    site: Site
    engine: Engine = field(default_factory=DeterministicEngine)

    def accept(self, *texts: str, lane: Lane = Lane.LIVE, **fields: Any) -> list[Accepted]:
        usual: dict[str, Any] = {"article": {"id": "a-1"}, "author": {"id": f"u-{uuid4().hex[:8]}"}}
        submissions = [Submission(text=one, **(usual | fields)) for one in texts]
        with self.database.transaction() as connection:
            return accept(connection, self.site, submissions, lane=lane, is_test=False)

    def post(self, words: str, **fields: Any) -> UUID:
        return self.accept(words, **fields)[0].comment.id

    def moderator(self) -> Moderator:
        return Moderator(self.database, self.engine, list(Lane), timedelta(seconds=60))

    def moderate(self) -> int:
        moderator, done = self.moderator(), 0
        while held := moderator.moderate_batch():
            done += held
        return done

    def comment(self, comment_id: UUID) -> WholeComment:
        with self.database.transaction() as connection:
            found = whole_comment(connection, self.site.id, comment_id)
        assert found is not None
        return found

    def events(self) -> list[Event]:
        with self.database.transaction() as connection:
            return events_after(connection, self.site.id, 0, 10_000)

    def rows(self, statement: str, **parameters: Any) -> list[Any]:
        with self.database.transaction() as connection:
            return list(connection.execute(text(statement), parameters))

    def now(self) -> datetime:
        with self.database.transaction() as connection:
            return current_time(connection)


@pytest.fixture
def open_newsroom(database: Database) -> Iterator[Callable[[], Newsroom]]:
    opened: list[Newsroom] = []

    def open_one() -> Newsroom:
        with database.transaction() as connection:
            site = open_site(connection, f"site-{uuid4().hex[:12]}", current_time(connection), policy=POLICY)
        opened.append(Newsroom(database, site))
        return opened[-1]

    yield open_one
    with database.transaction() as connection:
        connection.execute(text("DELETE FROM jobs"))
        connection.execute(text("DELETE FROM deliveries"))


@pytest.fixture
def newsroom(open_newsroom: Callable[[], Newsroom]) -> Newsroom:
    return open_newsroom()
