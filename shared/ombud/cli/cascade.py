"""`ombud policy cascade`, and what other commands say of a policy's cascade."""

import json
from dataclasses import asdict
from typing import Any

import click

from ombud.cli.connection import connected
from ombud.domain.cascade import missed_share
from ombud.domain.errors import ModelError
from ombud.pipeline.change_policy import policy_version
from ombud.pipeline.issue_key import site_or_error
from ombud.pipeline.screen import limits_of
from ombud.policy.evaluation import Policy
from ombud.policy.parse import parse_policy
from ombud.policy.yaml_source import PolicyError
from ombud.scoring.models.catalogue import load_engine, load_screen
from ombud.storage.cascades import CascadeState, cascade_states, turn_cascade_on


@click.command()
@click.option("--site", "site_name", required=True, metavar="SITE", help="The site's name.")
@click.option("--resume", is_flag=True, help="Turn it on again, and count anew.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def cascade(site_name: str, resume: bool, as_json: bool) -> None:
    """Tell what the linear screen of a site let through and missed, and whether that turned it off.

    With --resume a cascade that was turned off begins anew, if the site's policy has one.
    """
    with connected() as connection:
        site = site_or_error(connection, site_name)
        if resume:
            turn_cascade_on(connection, site.id)
        wanted = wants_cascade(policy_version(connection, site).document)
        states = cascade_states(connection, site.id)
    state = states[0] if states else None
    click.echo(json.dumps(state_as_json(state, wanted), default=str) if as_json else state_in_words(state, wanted))


def wants_cascade(document: str) -> bool:
    """Whether a stored policy turns the cascade on; one that cannot be read turns nothing on."""
    try:
        return parse_policy(document).cascade
    except PolicyError:
        return False


def state_in_words(state: CascadeState | None, wanted: bool) -> str:
    """Say in a sentence or two how a site's cascade stands. `wanted` is what the policy in force says."""
    if not wanted:
        return "Cascade: off, by the policy."
    if state is None:
        return "Cascade: on; nothing has been counted yet."
    counts = state.tally
    found = missed_share(counts)
    told = (
        f"{counts.screened} comments screened, {counts.sampled} sampled, {counts.missed} of these missed, "
        f"{counts.caught} others held by the model; missed of all holds: {found or 'not known yet'}"
    )
    if state.off_at is None:
        return f"Cascade: on since {state.since:%Y-%m-%d %H:%M} UTC; {told}."
    return (
        f"Cascade: off since {state.off_at:%Y-%m-%d %H:%M} UTC, because it missed too much; {told}. "
        f"`ombud policy cascade --site {state.site} --resume` turns it on again."
    )


def state_as_json(state: CascadeState | None, wanted: bool) -> dict[str, Any]:
    """Return how a site's cascade stands, in JSON's types but for times and ids."""
    found = missed_share(state.tally) if state else None
    return {
        "wanted": wanted,
        "on": wanted and (state is None or state.off_at is None),
        "off_at": state.off_at if state else None,
        "counts": asdict(state.tally) if state else None,
        "missed_ratio": asdict(found) if found else None,
    }


def cascade_limits(policy: Policy, model: str) -> list[str]:
    """Say where a policy's cascade can do nothing with a model; nothing to say where it wants none."""
    if not policy.document.cascade:
        return []
    try:
        return limits_of(policy, load_screen(model, load_engine(model).identity))
    except ModelError as error:
        return [f"cascade ({error})"]
