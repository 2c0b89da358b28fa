"""Fitting the translation of a model's scores to Perspective's, on texts that have both.

A quantile map: a score means the Perspective score that as large a share of the same texts exceeds. So a threshold on
the other scale holds the same share of comments as before, though not quite the same comments.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ombud.scoring.engine import Engine
from ombud.scoring.evaluation import read_rows, score_all
from ombud.scoring.models.manifest import MANIFEST, read_manifest, sha256_of
from ombud.scoring.translation import PERSPECTIVE, Translation

FITTED_ON = "tune/wikipedia_in_context.csv"

_LEVELS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.985, 0.99, 0.993, 0.995,
           0.996, 0.997, 0.998, 0.999)  # fmt: skip
"""Shares of texts at which the scales are compared: denser near the top, where thresholds are."""

_RESAMPLES = 500

Floats = NDArray[np.float64]


def write_translation(engine: Engine, folder: Path, data: Path) -> Translation:
    """Fit the translation for toxicity on `data`, write it beside the model's weights, and list it in the manifest."""
    rows = read_rows(data / FITTED_ON)
    own = [scored.scores["toxicity"] for scored in score_all(engine, [row["text"] for row in rows])]
    found = fit(own, [float(row["perspective_toxicity"]) for row in rows])
    (folder / PERSPECTIVE).write_text(found.as_json(), encoding="utf-8")
    manifest = read_manifest(folder)
    listed = {**manifest.files, PERSPECTIVE: sha256_of(folder / PERSPECTIVE)}
    (folder / MANIFEST).write_text(replace(manifest, files=listed).as_json(), encoding="utf-8")
    return found


def fit(own: Sequence[float], other: Sequence[float], seed: int = 0) -> Translation:
    """Map quantiles of `own` scores to those of `other`, of the same texts, with 95 % bootstrap intervals."""
    ours, theirs = np.array(own, dtype=np.float64), np.array(other, dtype=np.float64)
    knots = _knots(ours)
    random = np.random.default_rng(seed)
    drawn = (random.integers(0, len(ours), len(ours)) for _ in range(_RESAMPLES))
    resampled = np.stack([_mapped(knots, ours[rows], theirs[rows]) for rows in drawn])
    low, high = np.quantile(resampled, (0.025, 0.975), axis=0)
    return Translation(
        attribute="toxicity",
        fitted_on=FITTED_ON,
        rows=len(ours),
        own=_column(0.0, knots, 1.0),
        translated=_column(0.0, _mapped(knots, ours, theirs), 1.0),
        low=_column(0.0, low, 1.0),
        high=_column(0.0, high, 1.0),
    )


def _knots(ours: Floats) -> Floats:
    knots = np.unique(np.round(np.quantile(ours, _LEVELS), 4))
    return knots[(knots > 0) & (knots < 1)]


def _mapped(knots: Floats, ours: Floats, theirs: Floats) -> Floats:
    """Return, for each knot, the score in `theirs` that as large a share exceeds as exceeds the knot in `ours`."""
    shares = np.searchsorted(np.sort(ours), knots, side="right") / len(ours)
    return np.asarray(np.quantile(theirs, shares), dtype=np.float64)


def _column(first: float, values: Floats, last: float) -> tuple[float, ...]:
    return (first, *(round(float(value), 4) for value in values), last)
