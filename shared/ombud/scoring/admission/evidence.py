"""What a model is let in on, beside its files: the verdicts' thresholds, and people's labels if there are any."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ombud.domain.errors import ModelError
from ombud.scoring.admission.parity import Bands
from ombud.scoring.engine import Engine
from ombud.scoring.evaluation import LabelledTexts, evaluate
from ombud.scoring.models.manifest import Figure

Report = Callable[[str], None]
"""Told what happens, a line at a time."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Texts that people labelled for one attribute, and where they are from."""

    path: Path
    attribute: str
    texts: LabelledTexts


@dataclass(frozen=True, slots=True)
class Evidence:
    """`bands` are the thresholds whose verdicts must not change; without `labels` no figure is measured."""

    bands: Bands
    labels: Labels | None
    report: Report


def measured_figures(engine: Engine, evidence: Evidence) -> tuple[Figure, ...]:
    """Measure the model on the labels; none without labels. `ModelError` where it is no better than chance."""
    if evidence.labels is None:
        return ()
    found = evaluate(engine, evidence.labels.texts, evidence.labels.attribute)
    if found.auc_low <= 0.5:
        raise ModelError(
            f"'{found.model}' is not admitted: on {evidence.labels.path} its AUC is {found.auc:.3f} "
            f"({found.auc_low:.3f}-{found.auc_high:.3f}), which may be chance. Check the columns, or give more rows."
        )
    evidence.report(f"AUC {found.auc:.3f} ({found.auc_low:.3f}-{found.auc_high:.3f}) on {evidence.labels.path}")
    figure = Figure(
        measured_on=evidence.labels.path.name,
        attribute=found.attribute,
        rows=found.rows,
        positives=found.positives,
        auc=found.auc,
        low=found.auc_low,
        high=found.auc_high,
        note="measured at admission, first 512 tokens",
    )
    return (figure,)
