"""Run by Alembic: applies migrations over the connection that `ombud.storage.migrate` hands in."""

from alembic import context

from ombud.storage.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"], target_metadata=METADATA, compare_server_default=True
)
context.run_migrations()
