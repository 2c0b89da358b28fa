"""`ombud site`: sites and their keys."""

import click

from ombud.cli.connection import connected
from ombud.domain.keys import ALL_SCOPES, NewKey, Scope
from ombud.pipeline.issue_key import (
    ROTATION_OVERLAP,
    end_key,
    issue_door_key,
    issue_key,
    open_site,
    rotate_key,
    site_or_error,
)
from ombud.storage.database import current_time


@click.group()
def site() -> None:
    """Add sites and manage their keys."""


@site.command()
@click.argument("name")
def add(name: str) -> None:
    """Add a site with the starter policy, and print its first key, once."""
    with connected() as connection:
        now = current_time(connection)
        key = issue_key(connection, open_site(connection, name, now), now)
    _show(key, name)


@site.group()
def key() -> None:
    """Add, rotate and revoke a site's keys."""


@key.command("add")
@click.argument("name", metavar="SITE")
@click.option("--scopes", help=f"What the key may do, comma separated; all by default: {','.join(Scope)}.")
@click.option(
    "--test", "is_test", is_flag=True, help="A key for testing: texts like ombud-test-reject decide themselves."
)
@click.option("--door", "is_door", is_flag=True, help="A key that opens doors only and may travel in URLs.")
def add_key(name: str, scopes: str | None, is_test: bool, is_door: bool) -> None:
    """Give SITE another key, and print it, once."""
    if is_door and (is_test or scopes):
        raise click.UsageError("a door key opens doors only: --door goes with neither --test nor --scopes")
    with connected() as connection:
        now = current_time(connection)
        found = site_or_error(connection, name)
        if is_door:
            new = issue_door_key(connection, found, now)
        else:
            new = issue_key(connection, found, now, scopes=_scopes(scopes), is_test=is_test)
    _show(new, name)


@key.command()
@click.argument("name", metavar="SITE")
def rotate(name: str) -> None:
    """Give SITE a new key and let its other site keys end in 24 hours."""
    with connected() as connection:
        new = rotate_key(connection, site_or_error(connection, name), current_time(connection))
    _show(new, name)
    click.echo(f"The other keys of '{name}' end in {ROTATION_OVERLAP.total_seconds() / 3600:.0f} hours.", err=True)


@key.command()
@click.argument("name", metavar="SITE")
@click.argument("label")
def revoke(name: str, label: str) -> None:
    """End SITE's key LABEL (the eight characters after ombud_live_) at once."""
    with connected() as connection:
        end_key(connection, site_or_error(connection, name), label, current_time(connection))
    click.echo(f"The key '{label}' of '{name}' has ended.", err=True)


def _scopes(text: str | None) -> frozenset[Scope]:
    if text is None:
        return ALL_SCOPES
    try:
        return frozenset(Scope(name.strip()) for name in text.split(","))
    except ValueError as error:
        raise click.UsageError(f"--scopes: {error}; there are {', '.join(Scope)}") from None


def _show(new: NewKey, name: str) -> None:
    click.echo(new.secret)
    click.echo(f"This is the key '{new.label}' of '{name}'. It is shown this once; only its hash is stored.", err=True)
