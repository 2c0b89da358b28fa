"""The database that a command works on."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from ombud.observability.logs import configure_logs
from ombud.settings import load_settings
from ombud.storage.database import Database


@contextmanager
def connected_database() -> Iterator[Database]:
    """Yield the configured database."""
    settings = load_settings()
    configure_logs(settings.log_format, "cli", level=logging.WARNING)
    database = Database(settings.require_database_url(), pool_size=1, application_name="ombud-cli")
    try:
        yield database
    finally:
        database.close()


@contextmanager
def connected() -> Iterator[Connection]:
    """Yield a transaction on the configured database, committed at the end."""
    with connected_database() as database, database.transaction() as connection:
        yield connection
