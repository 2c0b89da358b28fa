"""`ombud local-setup`: the step of `ombud up` between migrating and starting. Prints one JSON document."""

import json
import os

import click

from ombud.cli.connection import connected_database
from ombud.domain.errors import ModelError
from ombud.domain.keys import key_hash
from ombud.pipeline.issue_key import issue_key, open_site
from ombud.policy.starter import starter_policy
from ombud.settings import Settings, load_settings
from ombud.storage.database import Database, current_time
from ombud.storage.keys import key_with_hash
from ombud.storage.sites import Site, site_named

DEMO_COMMENTS = 1200


@click.command(hidden=True)
@click.option("--no-demo", is_flag=True, help="An empty site named local, instead of the demo newsroom.")
def local_setup(no_demo: bool) -> None:
    """Make the site and its key unless they are there, and load thirty days into a new demo newsroom."""
    settings = load_settings()
    with connected_database() as database:
        site, is_new = _site(database, "local" if no_demo else "demo", automatic=not no_demo)
        if is_new and not no_demo:
            _load_demo(database, site, settings)
        key = _key(database, site, os.environ.get("OMBUD_LOCAL_SITE_KEY"))
    environment = {} if no_demo else {"OMBUD_DEMO_SITE_KEY": key, "OMBUD_DEMO_MADE_AT": site.created_at.isoformat()}
    click.echo(json.dumps({"site_key": key, "desk_login_url": None, "environment": environment}))


def _site(database: Database, name: str, *, automatic: bool) -> tuple[Site, bool]:
    with database.transaction() as connection:
        site = site_named(connection, name)
        if site is not None:
            return site, False
        policy = starter_policy(automation="automatic" if automatic else "assist")
        return open_site(connection, name, current_time(connection), policy=policy), True


def _key(database: Database, site: Site, known: str | None) -> str:
    with database.transaction() as connection:
        now = current_time(connection)
        stored = key_with_hash(connection, key_hash(known), now) if known else None
        if known is not None and stored is not None and stored.site_id == site.id:
            return known
        return issue_key(connection, site, now).secret


def _load_demo(database: Database, site: Site, settings: Settings) -> None:
    from ombud.cli.engine import engine_of_command
    from ombud.demo.loading import load_newsroom

    try:
        engine = engine_of_command(settings.model)
    except ModelError as error:
        click.echo(f"The demo newsroom stays empty: {error}", err=True)
        return
    url = settings.public_url or f"http://{settings.host}:{settings.port}"
    loaded = load_newsroom(database, site, engine, site.created_at, f"{url}/demo/", DEMO_COMMENTS)
    click.echo(f"Loaded {loaded.comments} comments of thirty days; {loaded.reviews} reviewed.", err=True)
