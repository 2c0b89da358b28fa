"""The page's tables."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from ombud.scoring.evaluation.figures import AtThreshold, Evaluation, GroupFigures, ReliabilityBin
from ombud.scoring.evaluation.page.elements import Content, element
from ombud.scoring.evaluation.page.plots import rate_track
from ombud.scoring.evaluation.page.wording import (
    count,
    decimal,
    decimal_interval,
    percent,
    percent_interval,
)


def threshold_table(found: Evaluation) -> Element:
    """Tell what each threshold would flag, the policy's marked."""
    heads = ("Threshold", "Flagged", "Precision", "Recall")
    return _table(heads, [_threshold_row(at) for at in found.thresholds])


def reliability_table(bins: Sequence[ReliabilityBin]) -> Element:
    """Tell the numbers behind the reliability plot."""
    heads = ("Scores", "Texts", "Mean score", "Share of yes")
    rows = [
        _row(f"{one.low:.1f} to {one.high:.1f}", count(one.count), decimal(one.mean_score), percent(one.share))
        for one in bins
    ]
    return _table(heads, rows)


def group_table(groups: Sequence[GroupFigures]) -> Element:
    """Put the groups side by side."""
    # A small group's interval may run off the track: it must not make the others' too short to compare.
    compared = [one for one in groups if not one.small] or groups
    longest = max(one.false_positive_rate_high or 0.0 for one in compared) or 1.0
    heads = ("Group", "AUC", "Flagged", "Wrongly flagged")
    return _table(heads, [_group_row(one, longest) for one in groups], class_="groups")


def _threshold_row(at: AtThreshold) -> Element:
    named = [f"{at.threshold:.2f}", element("b", f" {at.verdict}") if at.verdict else None]
    return _row(
        element("span", *named),
        percent(at.flagged),
        _with_interval(percent(at.precision), percent_interval(at.precision_low, at.precision_high)),
        _with_interval(percent(at.recall), percent_interval(at.recall_low, at.recall_high)),
        class_="policy" if at.verdict else "grid-row",
    )


def _group_row(one: GroupFigures, longest: float) -> Element:
    size = f"{count(one.rows)} texts, {count(one.positives)} yes"
    rate = percent_interval(one.false_positive_rate_low, one.false_positive_rate_high)
    return _row(
        element(
            "span",
            element("bdi", one.group),
            element("small", size),
            element("small", "small group", class_="warn") if one.small else None,
        ),
        _with_interval(decimal(one.auc), decimal_interval(one.auc_low, one.auc_high)),
        percent(one.flagged),
        element(
            "span", percent(one.false_positive_rate), element("small", rate) if rate else None, rate_track(one, longest)
        ),
    )


def _with_interval(figure: str, interval: str) -> Element:
    return element("span", figure, element("small", interval) if interval else None)


def _row(first: Content, *others: Content, class_: str = "plain") -> Element:
    return element("tr", element("th", first, scope="row"), *(element("td", cell) for cell in others), class_=class_)


def _table(heads: Sequence[str], rows: Sequence[Element], class_: str = "figures") -> Element:
    head = element("tr", *(element("th", text, scope="col") for text in heads))
    return element(
        "div", element("table", element("thead", head), element("tbody", rows), class_=class_), class_="scroll"
    )
