"""A migrated database for each test that wants tables of its own."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import text

from ombud.storage.database import Database
from ombud.storage.migrate import upgrade


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    name = f"ombud_storage_{uuid4().hex[:12]}"
    server = Database(_driver(postgres_url), pool_size=1)
    with server.statement() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    made = Database(_driver(f"{postgres_url.rpartition('/')[0]}/{name}"), pool_size=16)
    with made.transaction() as connection:
        upgrade(connection)
    yield made
    made.close()
    with server.statement() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.close()


def _driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://")
