"""The migrated database is what the models say, and migrating it again changes nothing."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from ombud.storage.database import Database
from ombud.storage.migrate import current_revision, latest_revision, upgrade
from ombud.storage.tables import METADATA


def test_the_migrated_database_is_what_the_models_say(database: Database) -> None:
    with database.transaction() as connection:
        assert _differences(connection) == []


def test_a_column_a_default_or_an_index_that_only_one_side_has_is_a_difference(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute(text("ALTER TABLE comments ADD COLUMN mood text"))
        connection.execute(text("ALTER TABLE jobs ALTER COLUMN attempts SET DEFAULT 1"))
        connection.execute(text("DROP INDEX decisions_first_key"))
        found = str(_differences(connection))
        connection.rollback()
    assert all(name in found for name in ("mood", "attempts", "decisions_first_key")), found


def test_conditions_of_indexes_and_settings_of_tables_are_those_of_the_models(database: Database) -> None:
    """Alembic does not compare them, and the claim and the unique first decision depend on them."""
    with database.transaction() as connection:
        migrated = _indexes_and_settings(connection)
        connection.execute(text("CREATE SCHEMA models"))
        connection.execute(text("SET LOCAL search_path TO models"))
        METADATA.create_all(connection)
        assert _indexes_and_settings(connection) == migrated
        connection.rollback()


def test_migrating_what_is_migrated_changes_nothing(database: Database) -> None:
    with database.transaction() as connection:
        assert current_revision(connection) == latest_revision()
        upgrade(connection)
        assert current_revision(connection) == latest_revision()


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_server_default": True})
    return list(compare_metadata(context, METADATA))


def _indexes_and_settings(connection: Connection) -> set[str]:
    asked = connection.execute(
        text("""
            SELECT replace(indexdef, current_schema || '.', '') FROM pg_indexes
            WHERE schemaname = current_schema AND tablename <> 'alembic_version'
            UNION ALL
            SELECT relname || ' ' || reloptions::text FROM pg_class
            WHERE relnamespace = current_schema::regnamespace AND reloptions IS NOT NULL
        """)
    )
    found = set(asked.scalars())
    assert any("WHERE (lease_token IS NULL)" in one for one in found)
    assert any("fillfactor" in one for one in found)
    return found
