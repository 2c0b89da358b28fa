"""The database that a command works on."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from ombud.settings import load_settings
from ombud.storage.database import Database


@contextmanager
def connected() -> Iterator[Connection]:
    """Return a transaction on the configured database, committed at the end."""
    database = Database(load_settings().require_database_url(), pool_size=1, application_name="ombud-cli")
    try:
        with database.transaction() as connection:
            yield connection
    finally:
        database.close()
