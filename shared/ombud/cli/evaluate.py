"""`ombud model evaluate`: a model against labels, as a table, as JSON or as a page."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from ombud.cli.engine import engine_of_command
from ombud.domain.errors import CallerError
from ombud.domain.scores import ATTRIBUTES
from ombud.policy.judging_parts import Bands
from ombud.policy.list_files import read_policy_file
from ombud.policy.parse import parse_policy
from ombud.policy.starter import starter_policy
from ombud.scoring.evaluation import Evaluation, evaluate, read_labelled
from ombud.scoring.evaluation.figures import AtThreshold, GroupFigures
from ombud.scoring.evaluation.page.page import evaluation_page


@click.command("evaluate")
@click.argument("path", metavar="CSV", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--text", required=True, metavar="COL", help="Column with the texts.")
@click.option("--label", required=True, metavar="COL", help="Column with the labels, 0-1; .5 and more is a yes.")
@click.option("--attribute", required=True, type=click.Choice(ATTRIBUTES), help="Attribute that the label stands for.")
@click.option("--group", metavar="COL", help="Column whose values are to be compared with one another, such as topic.")
@click.option("--model", "name", help="A catalogue name or a model's folder; OMBUD_MODEL by default.")
@click.option(
    "--policy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A policy file whose thresholds are looked at; by default the starter policy.",
)
@click.option("--html", "page", type=click.Path(dir_okay=False, path_type=Path), help="Write a page with plots, too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def evaluate_model(  # noqa: PLR0913, PLR0917  one for each option
    path: Path,
    text: str,
    label: str,
    attribute: str,
    group: str | None,
    name: str | None,
    policy: Path | None,
    page: Path | None,
    as_json: bool,
) -> None:
    """Compare a model's scores with the labels in a CSV file.

    Tells how well scores and labels agree (AUC), what the policy's thresholds would find and wrongly flag, and
    whether a score means what it says (calibration); intervals are of 95 %, by bootstrap.
    """
    bands = _bands(policy, attribute)
    labelled = read_labelled(path, text, label, group)
    found = evaluate(engine_of_command(name), labelled, attribute, bands=bands)
    if page:
        _write(page, evaluation_page(found, path.name, group))
    click.echo(json.dumps(asdict(found), ensure_ascii=False) if as_json else report(found))


def _bands(policy: Path | None, attribute: str) -> dict[str, float]:
    """Return the policy's thresholds for the attribute by verdict, as they are outside of sections and articles."""
    document = parse_policy(read_policy_file(policy) if policy else starter_policy())
    bands = document.thresholds.get(attribute, Bands())
    named = {"hold": bands.hold, "reject": bands.reject}
    return {verdict: threshold for verdict, threshold in named.items() if threshold is not None}


def _write(page: Path, content: str) -> None:
    try:
        page.write_text(content, encoding="utf-8")
    except OSError as error:
        raise CallerError(f"{page} cannot be written: {error.strerror}.") from None
    click.echo(f"The page is in {page}.", err=True)


def report(found: Evaluation) -> str:
    """Describe an evaluation in lines for a terminal."""
    return "\n".join(
        [
            f"{found.model} {found.version}: {found.attribute}, {found.rows} texts, {found.positives} of them yes",
            f"AUC {found.auc:.4f} (95 % interval {found.auc_low:.4f}-{found.auc_high:.4f})",
            f"calibration error {found.ece:.4f} ({found.ece_low:.4f}-{found.ece_high:.4f})",
            *_remarks(found),
            "",
            "threshold          flagged  precision             recall",
            *map(_threshold_line, found.thresholds),
            "",
            "scores        texts  mean score  share of yes",
            *(
                f"{one.low:.1f}-{one.high:.1f}  {one.count:>11}  {_number(one.mean_score):>10}  {_share(one.share):>12}"
                for one in found.reliability
            ),
            *_group_lines(found),
        ]
    )


def _remarks(found: Evaluation) -> list[str]:
    return [
        *([f"{found.left_out} rows are left out: the API would not accept their text"] if found.left_out else []),
        *([f"{found.unread} texts were not read in full; a worker holds such texts"] if found.unread else []),
    ]


def _threshold_line(at: AtThreshold) -> str:
    precision = f"{_share(at.precision)} {_interval(at.precision_low, at.precision_high)}"
    recall = f"{_share(at.recall)} {_interval(at.recall_low, at.recall_high)}"
    return f"{at.threshold:<9g}  {at.verdict or '':6}  {at.flagged:>7.1%}  {precision:<20}  {recall}".rstrip()


def _group_lines(found: Evaluation) -> list[str]:
    if not found.groups:
        return []
    width = max(len(one.group) for one in found.groups)
    heading = f"{'group':{width}}   texts    yes  AUC                   flagged  false positives"
    return [
        "",
        f"Groups, flagged from {found.flagged_from:g} on; small ones can hardly be told from chance",
        heading,
        *(_group_line(one, width) for one in found.groups),
    ]


def _group_line(one: GroupFigures, width: int) -> str:
    area = f"{_number(one.auc)} {_interval(one.auc_low, one.auc_high, '.3f')}"
    wrongly = _interval(one.false_positive_rate_low, one.false_positive_rate_high)
    counts = f"{one.group:{width}}  {one.rows:>6}  {one.positives:>5}"
    shares = f"{one.flagged:>7.1%}  {_share(one.false_positive_rate)} {wrongly}"
    return f"{counts}  {area:<20}  {shares}{'  small' if one.small else ''}".rstrip()


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _interval(low: float | None, high: float | None, form: str = ".0%") -> str:
    return "" if low is None or high is None else f"({low:{form}}-{high:{form}})"
