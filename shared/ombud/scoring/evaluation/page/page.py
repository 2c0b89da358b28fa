"""The page itself: what was found in plain words, then tables and plots, then how to read them."""

from collections.abc import Iterator
from importlib.resources import files
from xml.etree.ElementTree import Element

from ombud.scoring.evaluation.figures import AtThreshold, Evaluation
from ombud.scoring.evaluation.groups import SMALL
from ombud.scoring.evaluation.page.elements import document, element
from ombud.scoring.evaluation.page.plots import FEW_TEXTS, precision_recall_plot, reliability_plot
from ombud.scoring.evaluation.page.tables import group_table, reliability_table, threshold_table
from ombud.scoring.evaluation.page.wording import attribute_words, count, decimal, decimal_interval, percent

FEW_YES = 50
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""The page needs nothing from anywhere; so nothing that is in it could fetch anything either."""


def evaluation_page(found: Evaluation, source: str, group_column: str | None = None) -> str:
    """Write an evaluation as one self-contained HTML page. `source` names the file that the texts came from."""
    title = f"How well {found.model} recognises {attribute_words(found)}"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", **{"http-equiv": "Content-Security-Policy", "content": _POLICY}),
        element("title", f"Ombud: {title}"),
        element("style", (files(__package__) / "page.css").read_text("utf-8")),
    )
    main = element(
        "main",
        _opening(found, title, source),
        _summary(found),
        _thresholds(found),
        _calibration(found),
        _groups(found, group_column) if found.groups else None,
        _reading(),
    )
    return document(element("html", head, element("body", main), lang="en"))


def _opening(found: Evaluation, title: str, source: str) -> Element:
    yes = f"{count(found.positives)} of them yes ({percent(found.positives / found.rows)})"
    return element(
        "header",
        element("p", f"Ombud · model {found.model}, version {found.version}", class_="kicker"),
        element("h1", title),
        element("p", f"{count(found.rows)} texts from ", element("bdi", source), f", {yes}.", class_="deck"),
    )


def _summary(found: Evaluation) -> Element:
    return element("ul", (element("li", sentence) for sentence in _sentences(found)), class_="summary")


def _sentences(found: Evaluation) -> Iterator[str]:
    yield (
        f"Shown a yes and a no, the model gives the yes the higher score {found.auc * 100:.0f} times in 100 "
        f"(AUC {decimal(found.auc)}; {decimal_interval(found.auc_low, found.auc_high)})."
    )
    yield from (_threshold_sentence(at) for at in found.thresholds if at.verdict)
    yield (
        f"On average, score and share of yes are {found.ece * 100:.0f} points apart "
        f"(calibration error {decimal(found.ece)}; {decimal_interval(found.ece_low, found.ece_high)})."
    )
    if found.positives < FEW_YES:
        yield f"There are only {found.positives} yes, so everything here may well be chance: label more texts."
    if found.left_out:
        yield f"Rows left out, because the API would not accept their text: {count(found.left_out)}."
    if found.unread:
        yield f"Texts that could not be read in full, which the service holds: {count(found.unread)}."


def _threshold_sentence(at: AtThreshold) -> str:
    if at.precision is None:
        return f"No text scores {at.threshold:.2f}, where the policy says {at.verdict}."
    return (
        f"From {at.threshold:.2f} on, where the policy says {at.verdict}, it flags {percent(at.flagged)} of the texts: "
        f"{percent(at.precision)} of these are yes, and {percent(at.recall)} of all yes are among them."
    )


def _thresholds(found: Evaluation) -> Element:
    caption = "The curve shows what every threshold would do; the broken line, what flagging at random would."
    return element(
        "section",
        element("h2", "Thresholds"),
        element("div", threshold_table(found), _figure(precision_recall_plot(found), caption), class_="beside"),
    )


def _calibration(found: Evaluation) -> Element:
    caption = (
        "On the broken line, 30 of 100 texts that score 30% are yes. "
        f"Hollow points stand for fewer than {FEW_TEXTS} texts."
    )
    return element(
        "section",
        element("h2", "Calibration"),
        element(
            "div",
            reliability_table(found.reliability),
            _figure(reliability_plot(found.reliability), caption),
            class_="beside",
        ),
    )


def _groups(found: Evaluation, column: str | None) -> Element:
    return element(
        "section",
        element("h2", "By ", element("bdi", column or "group")),
        element(
            "p",
            f"Flagged is what scores {found.flagged_from:.2f} and more. Wrongly flagged is the share of the no that "
            "does: where it differs between groups and the intervals do not meet, the model treats them unequally.",
        ),
        group_table(found.groups),
    )


def _figure(plot: Element, caption: str) -> Element:
    return element("figure", plot, element("figcaption", caption))


def _reading() -> Element:
    terms = (
        ("Yes and no", "What people said of a text, by the label; a share of a half and more is a yes."),
        ("Precision", "The share of yes among the flagged. Low precision costs moderators time, or readers a comment."),
        ("Recall", "The share of all yes that is flagged. Low recall leaves abuse on the page."),
        ("Intervals", "If texts were drawn anew, the figure would be within these bounds 95 times in 100."),
        ("Small group", f"Fewer than {SMALL} texts: its figures can hardly be told from chance."),
    )
    return element(
        "section",
        element("h2", "How to read this"),
        element("dl", [piece for term, meaning in terms for piece in (element("dt", term), element("dd", meaning))]),
        class_="reading",
    )
