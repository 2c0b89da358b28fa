"""`ombud model translate`: a model's scores on the scale of the Perspective API."""

from pathlib import Path

import click

from ombud.cli.engine import engine_of_command
from ombud.domain.errors import ModelError
from ombud.scoring.models.catalogue import model_folder


@click.command("translate")
@click.argument("name")
@click.option(
    "--data", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder with tune/."
)
def fit_translation(name: str, data: Path) -> None:
    """Fit what scores of model NAME are on Perspective's scale, and write it into the model's folder."""
    try:
        from ombud.scoring.training.translation import write_translation
    except ImportError as error:
        raise ModelError(f"Fitting needs {error.name}, which is not installed: install ombud[train].") from None
    folder = model_folder(name)
    found = write_translation(engine_of_command(name), folder, data)
    at = next(index for index, value in enumerate(found.translated) if value >= min(0.8, found.translated[-2]))
    click.echo(
        f"Fitted on {found.rows} texts. A score of {found.own[at]:.2f} is {found.translated[at]:.2f} on Perspective's"
        f" scale (95 % interval {found.low[at]:.2f} to {found.high[at]:.2f}). Written to {folder}."
    )
