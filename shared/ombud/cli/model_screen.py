"""`ombud model screen`: the linear screen that spares a model the plainly harmless."""

from pathlib import Path

import click

from ombud.cli.engine import engine_of_command
from ombud.domain.errors import ModelError
from ombud.policy.evaluation import Place, Policy
from ombud.policy.starter import starter_policy
from ombud.scoring.cascade import Heads
from ombud.scoring.models.catalogue import LINEAR, model_folder


@click.command("screen")
@click.argument("name")
@click.option(
    "--data", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder with tune/."
)
@click.option(
    "--allowed-miss",
    default=0.005,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="Share of what the model holds that may pass the screen.",
)
def set_screen(name: str, data: Path, allowed_miss: float) -> None:
    """Set the linear screen of model NAME under the starter policy, and write it into the model's folder."""
    try:
        from ombud.scoring.training.screen import fit_screen, tuning_comments, write_screen
    except ImportError:
        raise ModelError("Setting a screen needs scikit-learn: install ombud[train].") from None
    folder = model_folder(name)
    thresholds = Policy.parse(starter_policy(), 0).least_thresholds(Place(None, None))
    fit = fit_screen(Heads.load(LINEAR), engine_of_command(name), tuning_comments(data), thresholds, allowed_miss)
    write_screen(folder, fit)
    found = fit.measured
    click.echo(
        f"{found.spared} of {found.texts} comments spared; of {found.holds} that the model holds, {found.missed} missed"
        f" (95 % interval {found.low:.2%} to {found.high:.2%}). Written to {folder}."
    )
