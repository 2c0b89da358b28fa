"""`ombud db`: the schema."""

import click

from ombud.cli.connection import connected
from ombud.storage import migrate


@click.group()
def db() -> None:
    """Create and check the database's schema."""


@db.command()
def upgrade() -> None:
    """Bring the schema up to date. Works with the previous release still running."""
    with connected() as connection:
        before = migrate.current_revision(connection)
        migrate.upgrade(connection)
    after = migrate.latest_revision()
    click.echo(
        f"The schema is at {after}." if before == after else f"The schema went from {before or 'nothing'} to {after}."
    )


@db.command()
def check() -> None:
    """Tell whether the schema is up to date; exits 1 where it is not."""
    with connected() as connection:
        current = migrate.current_revision(connection)
    latest = migrate.latest_revision()
    if current == latest:
        click.echo(f"The schema is at {latest}.")
    elif current is not None and not migrate.is_known(current):
        click.echo(f"The schema is at {current}, made by a newer release than this one, which knows up to {latest}.")
    else:
        raise click.ClickException(f"The schema is at {current or 'nothing'}, not {latest}. Run `ombud db upgrade`.")
