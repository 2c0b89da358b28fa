"""Bringing a database's schema up to date, and telling whether it is."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

_LOCK = 0x6F6D_6275_64  # "ombud": two upgrades at once wait for each other


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("ombud.storage") / "migrations"))
    return config


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing, in the caller's transaction."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def latest_revision() -> str:
    """Return the newest migration that this release knows."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise RuntimeError("the package holds no migrations")
    return head


def current_revision(connection: Connection) -> str | None:
    """Return the database's migration; None where it has none yet."""
    return MigrationContext.configure(connection).get_current_revision()


def is_known(revision: str) -> bool:
    """Whether this release has that migration. One it does not know was made by a newer release."""
    return any(script.revision == revision for script in ScriptDirectory.from_config(_config()).walk_revisions())
