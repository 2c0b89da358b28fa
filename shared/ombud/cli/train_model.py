"""`ombud model train`: a model from labelled comments."""

from pathlib import Path

import click

from ombud.domain.errors import ModelError
from ombud.scoring.models.manifest import Manifest


@click.command("train")
@click.option("--model", required=True, type=click.Choice(["linear", "embedded"]), help="Which model to train.")
@click.option(
    "--data",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with train/ and tune/.",
)
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder for the model.")
@click.option("--seed", default=0, show_default=True, help="The same seed and data give the same weights.")
def train_model(model: str, data: Path, out: Path, seed: int) -> None:
    """Train a model on labelled comments, and write its weights and figures into a folder.

    `linear` takes two minutes and `embedded` over an hour on two cores; a run that was stopped is taken up again where
    OUT has its checkpoint.
    """
    manifest = _trained(model, data, out, seed)
    click.echo(f"'{manifest.name}' is written to {out}; use it with OMBUD_MODEL={out}")


def _trained(model: str, data: Path, out: Path, seed: int) -> Manifest:
    try:
        # Training alone needs scikit-learn and torch, which the service does without.
        if model == "linear":
            from ombud.scoring.training.linear import train
        else:
            from ombud.scoring.training.transformer.embedded import train
    except ImportError as error:
        raise ModelError(f"Training needs {error.name}, which is not installed: install ombud[train].") from None
    return train(data, out, seed, report=click.echo)
