"""`ombud model`: list, check, evaluate and train scoring models."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from ombud.domain.errors import ModelError
from ombud.domain.scores import ATTRIBUTES
from ombud.policy.evaluation import Place, Policy
from ombud.policy.starter import starter_policy
from ombud.scoring.cascade import Heads
from ombud.scoring.evaluation import Evaluation, evaluate, read_labelled
from ombud.scoring.models.catalogue import LINEAR, catalogue, folder_of, load_engine, verify
from ombud.scoring.models.manifest import Manifest

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group()
def model() -> None:
    """List, check, evaluate and train scoring models."""


@model.command("list")
@_AS_JSON
def list_models(as_json: bool) -> None:
    """List the models that ship with Ombud, what they score and how well."""
    found = catalogue()
    if as_json:
        click.echo(json.dumps([asdict(manifest) for manifest in found], ensure_ascii=False))
        return
    click.echo("\n\n".join(_described(manifest) for manifest in found))


@model.command("verify")
@click.argument("name", required=False)
@click.pass_context
def verify_models(context: click.Context, name: str | None) -> None:
    """Compare the files of model NAME, or of all that ship with Ombud, with their sums. Exits 1 on a difference."""
    names = [name] if name else [manifest.name for manifest in catalogue()]
    failed = False
    for one in names:
        problems = verify(one)
        failed = failed or bool(problems)
        click.echo(f"{one}: {' '.join(problems) or 'as it should be'}")
    context.exit(1 if failed else 0)


@model.command("evaluate")
@click.argument("path", metavar="CSV", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--text", required=True, metavar="COL", help="Column with the texts.")
@click.option("--label", required=True, metavar="COL", help="Column with the labels, 0-1; .5 and more is a yes.")
@click.option("--attribute", required=True, type=click.Choice(ATTRIBUTES), help="Attribute that the label stands for.")
@click.option("--model", "name", default="linear", show_default=True, help="A catalogue name or a model's folder.")
@_AS_JSON
def evaluate_model(path: Path, text: str, label: str, attribute: str, name: str, as_json: bool) -> None:
    """Compare a model's scores with the labels in a CSV file."""
    found = evaluate(load_engine(name), read_labelled(path, text, label), attribute)
    click.echo(json.dumps(asdict(found)) if as_json else _report(found))


@model.command("train")
@click.option("--model", required=True, expose_value=False, type=click.Choice(["linear"]), help="Which model to train.")
@click.option(
    "--data",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with train/ and tune/.",
)
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder for the model.")
@click.option("--seed", default=0, show_default=True, help="The same seed and data give the same weights.")
def train_model(data: Path, out: Path, seed: int) -> None:
    """Train a model on labelled comments, and write its weights and figures into a folder."""
    try:
        # Training alone needs scikit-learn, which the service does without.
        from ombud.scoring.training.linear import train
    except ImportError:
        raise ModelError("Training needs scikit-learn: install ombud[train].") from None
    manifest = train(data, out, seed, report=click.echo)
    click.echo(f"\n{_described(manifest)}\n\nWritten to {out}; use it with OMBUD_MODEL={out}")


@model.command("screen")
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
    folder = folder_of(name)
    thresholds = Policy.parse(starter_policy(), 0).least_thresholds(Place(None, None))
    fit = fit_screen(Heads.load(LINEAR), load_engine(name), tuning_comments(data), thresholds, allowed_miss)
    write_screen(folder, fit)
    found = fit.measured
    click.echo(
        f"{found.spared} of {found.texts} comments spared; of {found.holds} that the model holds, {found.missed} missed"
        f" (95 % interval {found.low:.2%} to {found.high:.2%}). Written to {folder}."
    )


def _described(manifest: Manifest) -> str:
    attributes = [f"{name} (weak)" if name in manifest.weak else name for name in manifest.attributes]
    lines = [
        f"{manifest.name}  {manifest.description}",
        f"  languages   {', '.join(manifest.languages)}",
        f"  licence     {manifest.licence}",
        f"  attributes  {', '.join(attributes)}",
        *(f"  weak        {name}: {reason}" for name, reason in manifest.weak.items()),
    ]
    for figure in manifest.figures:
        interval = f"{figure.low:.3f}-{figure.high:.3f}"
        note = f" ({figure.note})" if figure.note else ""
        lines.append(f"  AUC {figure.auc:.3f} ({interval})  {figure.attribute} on {figure.measured_on}{note}")
    return "\n".join(lines)


def _report(found: Evaluation) -> str:
    lines = [
        f"{found.model} {found.version}: {found.attribute}, {found.rows} texts, {found.positives} of them yes",
        f"AUC {found.auc:.4f} (95 % interval {found.auc_low:.4f}-{found.auc_high:.4f})",
        f"calibration error {found.ece:.4f}",
        "threshold  flagged  precision  recall",
    ]
    for at in found.thresholds:
        precision = "-" if at.precision is None else f"{at.precision:.1%}"
        lines.append(f"{at.threshold:>9}  {at.flagged:>7.1%}  {precision:>9}  {at.recall:>6.1%}")
    return "\n".join(lines)
