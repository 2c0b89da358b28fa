"""`ombud dsa`: statements of reasons for the EU's transparency database."""

import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import click
import orjson

from ombud.cli.connection import connected_database
from ombud.pipeline.export_statements import export_statements
from ombud.pipeline.issue_key import site_or_error
from ombud.pipeline.policy_in_force import PoliciesInForce
from ombud.storage.sites import every_site

TIME = click.DateTime(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"])
"""A day, which begins at midnight UTC, or a time with its zone."""


@click.group()
def dsa() -> None:
    """Statements of reasons under the EU's Digital Services Act."""


@dsa.command()
@click.option("--since", required=True, type=TIME, help="The first day, or a time such as 2026-11-01T00:00:00Z.")
@click.option("--site", "site_name", metavar="SITE", help="Only this site; all by default.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file to write; stdout by default.")
@click.pass_context
def export(context: click.Context, since: datetime, site_name: str | None, out: Path | None) -> None:
    """Write a statement for each rejection, one JSON document a line, as the transparency database takes them.

    One that breaks the database's rules or holds personal data is left out and named on stderr, and the exit code is 1.
    """
    written = refused = 0
    policies = PoliciesInForce()
    with connected_database() as database, out.open("wb") if out else nullcontext(sys.stdout.buffer) as target:
        with database.transaction() as connection:
            sites = [site_or_error(connection, site_name)] if site_name else every_site(connection)
        for site in sites:
            for one in export_statements(database, site, policies, in_utc(since)):
                if one.faults:
                    refused += 1
                    click.echo(f"Left out: {one.record['puid']} on '{site.name}': {'; '.join(one.faults)}.", err=True)
                else:
                    written += 1
                    target.write(orjson.dumps(one.record) + b"\n")
    click.echo(f"{written} statements were written, {refused} left out.", err=True)
    context.exit(1 if refused else 0)


def in_utc(when: datetime) -> datetime:
    """Return a time of the command line as an aware one."""
    return when if when.tzinfo else when.replace(tzinfo=UTC)
