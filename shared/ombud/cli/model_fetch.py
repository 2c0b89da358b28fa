"""`ombud model fetch`, `import` and `export`: Detoxify's published models, here and on other machines."""

import difflib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from ombud.domain.errors import ModelError
from ombud.domain.scores import ATTRIBUTES
from ombud.scoring.admission.bring_in import bring_in
from ombud.scoring.admission.evidence import Evidence, Labels
from ombud.scoring.admission.fetch import fetch
from ombud.scoring.admission.pack import export_model
from ombud.scoring.admission.parity import Bands
from ombud.scoring.evaluation import read_labelled
from ombud.scoring.fetching.download import Progress
from ombud.scoring.models.catalogue import model_folder
from ombud.scoring.models.folders import fetched_models
from ombud.scoring.models.manifest import Manifest
from ombud.scoring.models.published import PUBLISHED, PublishedModel
from ombud.settings import load_settings

_SMALLEST_BAR = 1_000_000

_LABELS = (
    click.option(
        "--csv",
        "table",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Labelled comments; the model is refused if it is no better than chance on them.",
    ),
    click.option("--text", metavar="COL", help="Column with the texts."),
    click.option("--label", metavar="COL", help="Column with the labels, 0-1; .5 and more is a yes."),
    click.option("--attribute", type=click.Choice(ATTRIBUTES), help="Attribute that the label stands for."),
)


def _with_labels(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_LABELS):
        command = option(command)
    return command


@click.command("fetch")
@click.argument("name")
@_with_labels
def fetch_model(name: str, **labels: Any) -> None:
    """Fetch a published model of Detoxify's, convert it, and admit it. `ombud model list` names those there are.

    It is admitted for three reasons: its files are the published ones, the converted model scores what Detoxify
    scores, and, where --csv gives labelled comments, it is better than chance on them. Needs ombud[detoxify] once;
    the service does not. A download that broke off goes on where it stopped.
    """
    evidence = _evidence(**labels)
    manifest = fetch(_published(name), fetched_models(), load_settings().model_mirror, evidence, _bar)
    click.echo(_admitted(manifest))


@click.command("import")
@click.argument("source", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@_with_labels
def import_model(source: Path, **labels: Any) -> None:
    """Admit a model from DIR without a network: the published files, or what `ombud model export` wrote.

    Published files keep their published names and are converted, as by `fetch`. A pack, or its unpacked folder, needs
    no torch: it is compared with its sums and with the scores of Detoxify that it carries.
    """
    click.echo(_admitted(bring_in(source, fetched_models(), PUBLISHED, _evidence(**labels))))


@click.command("export")
@click.argument("name")
@click.option("--out", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="By default NAME.tar.")
def export(name: str, out: Path | None) -> None:
    """Pack the admitted model NAME into one file for another machine, where `ombud model import` admits it."""
    folder = model_folder(name)
    out = out or Path(f"{folder.name}.tar")
    digest = export_model(folder, out)
    click.echo(f"Written to {out}, {out.stat().st_size:,} bytes, sha256 {digest}")


def _published(name: str) -> PublishedModel:
    if name in PUBLISHED:
        return PUBLISHED[name]
    near = difflib.get_close_matches(name, PUBLISHED, n=2, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(PUBLISHED)}."
    raise ModelError(f"There is no model '{name}' to be fetched. {hint}")


def _evidence(table: Path | None, text: str | None, label: str | None, attribute: str | None) -> Evidence:
    if (table, text, label, attribute) == (None, None, None, None):
        return Evidence(_starter_bands(), None, click.echo)
    if table is None or text is None or label is None or attribute is None:
        raise click.UsageError("--csv, --text, --label and --attribute go together")
    return Evidence(_starter_bands(), Labels(table, attribute, read_labelled(table, text, label)), click.echo)


def _starter_bands() -> Bands:
    # Imported when used: the rule language takes a while to load.
    from ombud.policy.parse import parse_policy
    from ombud.policy.starter import starter_policy

    thresholds = parse_policy(starter_policy()).thresholds
    return {attribute: (bands.hold, bands.reject) for attribute, bands in thresholds.items()}


def _admitted(manifest: Manifest) -> str:
    return f"'{manifest.name}' is admitted: {fetched_models() / manifest.name}. Use it with OMBUD_MODEL={manifest.name}"


@contextmanager
def _bar(name: str) -> Iterator[Progress]:
    with click.progressbar(length=_SMALLEST_BAR, label=name, show_eta=True) as bar:

        def show(received: int, total: int | None) -> None:
            bar.length = max(total or received, 1)
            bar.update(received - bar.pos)

        yield show
