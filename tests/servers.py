"""Session-wide PostgreSQL and Valkey for tests. In a `conftest.py`: `from tests.servers import *`.

They are started when the first test asks for them. OMBUD_TEST_DATABASE_URL and OMBUD_TEST_REDIS_URL name servers to
use instead; what is in them may be lost.
"""

import os
from collections.abc import Iterator

import pytest

from ombud.local.throwaway import throwaway_postgres, throwaway_valkey

__all__ = ["postgres_url", "valkey_url"]


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """postgresql://… of an empty database, whose role may create others."""
    if given := os.environ.get("OMBUD_TEST_DATABASE_URL"):
        yield given
        return
    with throwaway_postgres() as server:
        yield server.url


@pytest.fixture(scope="session")
def valkey_url() -> Iterator[str]:
    """redis://… of an empty Valkey."""
    if given := os.environ.get("OMBUD_TEST_REDIS_URL"):
        yield given
        return
    with throwaway_valkey() as server:
        yield server.url
