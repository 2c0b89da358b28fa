"""`ombud model`: list, check, evaluate and train scoring models."""

import json
from dataclasses import asdict

import click

from ombud.cli.evaluate import evaluate_model
from ombud.cli.golden import golden
from ombud.cli.train_model import train_model
from ombud.scoring.models.catalogue import catalogue, verify
from ombud.scoring.models.manifest import Manifest

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group()
def model() -> None:
    """List, check, evaluate and train scoring models."""


model.add_command(evaluate_model)
model.add_command(golden)
model.add_command(train_model)


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
