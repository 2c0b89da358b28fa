"""`ombud local-setup`: the step of `ombud up` between migrating and starting. Prints one JSON document."""

import json
import os

import click

from ombud.cli.connection import connected
from ombud.domain.keys import key_hash
from ombud.pipeline.issue_key import issue_key, open_site
from ombud.policy.starter import starter_policy
from ombud.storage.database import current_time
from ombud.storage.keys import key_with_hash
from ombud.storage.sites import site_named

SITE = "local"


@click.command(hidden=True)
@click.option("--no-demo", is_flag=True, help="Make the site empty.")
def local_setup(no_demo: bool) -> None:
    """Make the local site and its key, unless they are there, and load the demo newsroom into a new site."""
    known = os.environ.get("OMBUD_LOCAL_SITE_KEY")
    with connected() as connection:
        now = current_time(connection)
        site = site_named(connection, SITE)
        is_new = site is None
        if site is None:
            policy = starter_policy(automation="assist" if no_demo else "automatic")
            site = open_site(connection, SITE, now, policy=policy)
        stored = key_with_hash(connection, key_hash(known), now) if known else None
        if known is None or stored is None or stored.site_id != site.id:
            known = issue_key(connection, site, now).secret
    if is_new and not no_demo:
        load_demo()
    click.echo(json.dumps({"site_key": known, "desk_login_url": None}))


def load_demo() -> None:
    """Load the demo newsroom."""
