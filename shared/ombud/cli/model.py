"""`ombud model`: list, fetch, check, evaluate and train scoring models."""

import json
from dataclasses import asdict

import click

from ombud.cli.evaluate import evaluate_model
from ombud.cli.golden import golden
from ombud.cli.model_fetch import export, fetch_model, import_model
from ombud.cli.model_screen import set_screen
from ombud.cli.model_translate import fit_translation
from ombud.cli.train_model import train_model
from ombud.scoring.models.catalogue import catalogue, fetched, verify
from ombud.scoring.models.folders import SHIPPED, fetched_models, model_folders
from ombud.scoring.models.manifest import Manifest
from ombud.scoring.models.published import PUBLISHED, PublishedFigure, PublishedModel

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group()
def model() -> None:
    """List, fetch, check, evaluate and train scoring models."""


model.add_command(fetch_model)
model.add_command(import_model)
model.add_command(export)
model.add_command(evaluate_model)
model.add_command(golden)
model.add_command(set_screen)
model.add_command(fit_translation)
model.add_command(train_model)


@model.command("list")
@_AS_JSON
def list_models(as_json: bool) -> None:
    """List the models that ship with Ombud, those that were fetched, and those that can be, and how good they are."""
    here = [(manifest, "shipped") for manifest in catalogue()] + [(manifest, "fetched") for manifest in fetched()]
    names = {manifest.name for manifest, _ in here}
    fetchable = [published for name, published in PUBLISHED.items() if name not in names]
    if as_json:
        found = [{**asdict(manifest), "state": state} for manifest, state in here]
        found += [{**asdict(published), "state": "fetchable"} for published in fetchable]
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    told = [_described(manifest, state) for manifest, state in here] + [_offered(published) for published in fetchable]
    click.echo("\n\n".join(told))


@model.command("verify")
@click.argument("name", required=False)
@click.pass_context
def verify_models(context: click.Context, name: str | None) -> None:
    """Compare the files of model NAME, or of all that are here, with their sums. Exits 1 on a difference."""
    names = [name] if name else [path.name for place in (SHIPPED, fetched_models()) for path in model_folders(place)]
    failed = False
    for one in names:
        problems = verify(one)
        failed = failed or bool(problems)
        click.echo(f"{one}: {' '.join(problems) or 'as it should be'}")
    context.exit(1 if failed else 0)


def _described(manifest: Manifest, state: str) -> str:
    attributes = [f"{name} (weak)" if name in manifest.weak else name for name in manifest.attributes]
    lines = [
        f"{manifest.name} ({state})  {manifest.description}",
        f"  languages   {', '.join(manifest.languages)}",
        f"  licence     {manifest.licence}",
        f"  attributes  {', '.join(attributes)}",
        *(f"  weak        {name}: {reason}" for name, reason in manifest.weak.items()),
    ]
    for figure in manifest.figures:
        interval = f"{figure.low:.3f}-{figure.high:.3f}"
        note = f" ({figure.note})" if figure.note else ""
        lines.append(f"  AUC {figure.auc:.3f} ({interval})  {figure.attribute} on {figure.measured_on}{note}")
    lines += [_quoted(PublishedFigure(**figure)) for figure in manifest.training.get("published", ())]
    return "\n".join(lines)


def _offered(published: PublishedModel) -> str:
    lines = [
        f"{published.name} (to be fetched)  {published.description}",
        f"  languages   {', '.join(published.languages)}",
        f"  licence     {published.licence}",
        f"  attributes  {', '.join(published.attributes)}",
        *map(_quoted, published.figures),
    ]
    return "\n".join(lines)


def _quoted(figure: PublishedFigure) -> str:
    return f"  published {figure.value:.4f}  {figure.measure}, {figure.measured_on}; not measured here"
