"""`ombud policy`: checking, showing and activating a site's policy."""

import getpass
import json
from dataclasses import asdict
from pathlib import Path

import click

from ombud.cli.cascade import cascade, cascade_limits, state_as_json, state_in_words, wants_cascade
from ombud.cli.connection import connected
from ombud.cli.engine import engine_of_command
from ombud.pipeline.change_policy import change_policy, policy_version, roll_back
from ombud.pipeline.issue_key import site_or_error
from ombud.pipeline.try_examples import failed_examples
from ombud.policy.evaluation import Policy
from ombud.policy.list_files import read_policy_file
from ombud.policy.parse import parse_policy
from ombud.policy.signals import SIGNALS
from ombud.policy.starter import starter_policy
from ombud.policy.without_effect import keys_without_effect
from ombud.settings import load_settings
from ombud.storage.cascades import cascade_states
from ombud.storage.database import current_time
from ombud.storage.retention import forgotten_so_far

_FILE = click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
_SITE = click.option("--site", "site_name", required=True, metavar="SITE", help="The site's name.")
_MODEL = click.option("--model", help="The model to try the policy's examples with; OMBUD_MODEL by default.")


@click.group()
def policy() -> None:
    """Check, show and activate a site's policy.

    A policy is a YAML file: thresholds, rules, lists, and what differs by section. Each activation makes a new version;
    decisions remember theirs.
    """


policy.add_command(cascade)


@policy.command()
def start() -> None:
    """Print the policy that a new site starts with, to make your own from."""
    click.echo(starter_policy(), nl=False)


@policy.command()
@_FILE
@_MODEL
@_AS_JSON
@click.pass_context
def check(context: click.Context, path: Path, model: str | None, as_json: bool) -> None:
    """Read FILE, its lists and its conditions, and try its examples. Exits 1 where something is wrong."""
    checked = Policy.parse(read_policy_file(path), 0)
    document = checked.document
    failures = _failures(checked, model)
    idle = [*keys_without_effect(document), *cascade_limits(checked, model or load_settings().model)]
    if as_json:
        told = {
            "rules": len(document.rules),
            "lists": {name: len(phrases.terms or ()) for name, phrases in document.lists.items()},
            "examples": len(document.examples),
            "failed_examples": failures,
            "without_effect": idle,
        }
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        counts = f"{len(document.rules)} rules, {len(document.lists)} lists, {len(document.examples)} examples"
        click.echo(f"{path.name} can be used: {counts}; automation is {document.automation}.")
        if idle:
            click.echo(f"Kept, but without effect yet: {', '.join(idle)}.")
        for failure in failures:
            click.echo(f"Failed: {failure}", err=True)
    context.exit(1 if failures else 0)


@policy.command()
@_SITE
@click.option("--version", type=int, help="An older version; the one in force by default.")
@_AS_JSON
def show(site_name: str, version: int | None, as_json: bool) -> None:
    """Print the policy of a site, and on stderr how much its retention has forgotten so far."""
    with connected() as connection:
        site = site_or_error(connection, site_name)
        found = policy_version(connection, site, version)
        forgotten = forgotten_so_far(connection, site.id)
        states = cascade_states(connection, site.id)
    state, wanted = states[0] if states else None, wants_cascade(found.document)
    if as_json:
        told = asdict(found) | {"forgotten": [asdict(one) for one in forgotten]}
        told |= {"cascade": state_as_json(state, wanted)}
        click.echo(json.dumps(told, default=str, ensure_ascii=False))
        return
    when = f"{found.activated_at:%Y-%m-%d %H:%M} UTC"
    click.echo(f"Version {found.version}, activated {when} by {found.activated_by}: {found.note}", err=True)
    for one in forgotten:
        last = f"{one.last_at:%Y-%m-%d %H:%M} UTC"
        click.echo(f"Forgotten by its retention so far: {one.forgotten} of {one.kind}, last on {last}", err=True)
    click.echo(state_in_words(state, wanted), err=True)
    click.echo(found.document, nl=not found.document.endswith("\n"))


@policy.command()
@click.argument("path", required=False, metavar="[FILE]", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_AS_JSON
def signals(path: Path | None, as_json: bool) -> None:
    """List the signals that rules can use; with FILE, those of its lists too."""
    declared = SIGNALS if path is None else parse_policy(path.read_text("utf-8-sig"), path.name).signals
    if as_json:
        told = [asdict(signal) | {"type": signal.type.value} for signal in declared.values()]
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    width = max(map(len, declared))
    for signal in declared.values():
        unit = f" ({signal.unit})" if signal.unit else ""
        absent = "; may be absent" if signal.optional else ""
        click.echo(f"{signal.name:<{width}}  {signal.type.value:<6}  {signal.description}{unit}{absent}")


@policy.command()
@_FILE
@_SITE
@click.option("--note", required=True, help="Why, for those who read it later.")
@_MODEL
def activate(path: Path, site_name: str, note: str, model: str | None) -> None:
    """Check FILE as `check` does and put it in force. Where a check fails, the policy in force stays."""
    document = read_policy_file(path)
    failures = _failures(Policy.parse(document, 0), model)
    if failures:
        raise click.ClickException("Not activated. " + "\n".join(f"Failed: {failure}" for failure in failures))
    with connected() as connection:
        site = site_or_error(connection, site_name)
        version = change_policy(connection, site, document, by=_who(), note=note, now=current_time(connection))
    click.echo(f"Version {version} is in force on '{site_name}'.")


@policy.command()
@_SITE
@click.option("--to", type=int, help="The version to go back to; the one before by default.")
def rollback(site_name: str, to: int | None) -> None:
    """Put an older version of a site's policy back in force, as a new version."""
    with connected() as connection:
        site = site_or_error(connection, site_name)
        older, version = roll_back(connection, site, to=to, by=_who(), now=current_time(connection))
    click.echo(f"Version {version}, the same as version {older}, is in force on '{site_name}'.")


def _failures(checked: Policy, model: str | None) -> list[str]:
    if not checked.document.examples:
        return []
    engine = engine_of_command(model)
    return [str(failure) for failure in failed_examples(checked, engine)]


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return "command line"
