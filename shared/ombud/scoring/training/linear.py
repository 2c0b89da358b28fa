"""Training of the linear model: one logistic regression per attribute over hashed n-grams."""

import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from ombud.domain.errors import CallerError
from ombud.domain.scores import ATTRIBUTES
from ombud.scoring.features import BUCKETS
from ombud.scoring.linear import WEIGHTS, LinearScorer, LinearWeights, write_weights
from ombud.scoring.models.manifest import MANIFEST, Manifest, sha256_of
from ombud.scoring.normalise import NORMALISER_VERSION
from ombud.scoring.reading import ReadingEngine
from ombud.scoring.training.calibration import calibrate
from ombud.scoring.training.examples import Examples, matrix, read_examples
from ombud.scoring.training.figures import measure, sample_shares
from ombud.scoring.training.labels import WEAK

_ITERATIONS = 60
_STRENGTH = 2.0
"""Inverse regularisation (scikit-learn's C): .1-64 were tried on the tuning files, 1-4 were best and much alike."""

_FEWEST = 5
"""A head is trained only if this many texts each say rather yes and rather no."""

Report = Callable[[str], None]


def train(data: Path, out: Path, seed: int = 0, report: Report = lambda _: None) -> Manifest:
    """Train on `data`/train, calibrate on `data`/tune, and write weights and manifest into the folder `out`.

    The same data and seed give the same weights, byte for byte. The seed chooses the tenth of the texts that is held
    out. `report` is told what is going on, a line at a time. Raises `CallerError` where the data is missing or
    allows no attribute at all.
    """
    examples = read_examples(data, seed)
    report(f"{len(examples.texts)} texts from {len(examples.sources)} files")
    learned = ~examples.held_out
    found = matrix([text for text, used in zip(examples.texts, learned, strict=True) if used])
    report(f"{found.nnz} n-grams")
    weights, scale = _fit_heads(found, examples, learned, report)
    out.mkdir(parents=True, exist_ok=True)
    # Calibrated are the weights as they will be read back, rounding included.
    rounded = np.clip(np.rint(weights.coefficients / scale), -127, 127).astype(np.float32) * scale
    rounded_weights = LinearWeights(weights.attributes, rounded, weights.intercept, weights.slope, weights.offset)
    calibrated = calibrate(rounded_weights, examples, data)
    write_weights(out / WEIGHTS, calibrated, scale)
    checksum = sha256_of(out / WEIGHTS)
    engine = ReadingEngine(LinearScorer("linear", checksum[:12], calibrated))
    shares = sample_shares(engine, examples, data)
    for attribute, share in shares.items():
        report(f"{attribute}: {share['0.6']:.1%} of the sample score .6 and more, {share['0.95']:.1%} .95 and more")
    manifest = Manifest(
        name="linear",
        kind="linear",
        description="Linear model over hashed word and character n-grams. Ships with Ombud; needs numpy alone.",
        files={WEIGHTS: checksum},
        attributes=calibrated.attributes,
        languages=("en",),
        licence="Apache-2.0",
        weak={name: reason for name, reason in WEAK.items() if name in calibrated.attributes},
        sources=examples.sources,
        figures=measure(engine, examples, data),
        training={
            "seed": seed,
            "texts": int(learned.sum()),
            "held_out": int(examples.held_out.sum()),
            "strength": _STRENGTH,
            "sample_shares": shares,
            "normaliser": NORMALISER_VERSION,
            "trained_at": datetime.now(UTC).isoformat(timespec="seconds"),
        },
    )
    (out / MANIFEST).write_text(manifest.as_json(), encoding="utf-8")
    return manifest


def _fit_heads(
    found: sparse.csr_matrix, examples: Examples, learned: NDArray[np.bool_], report: Report
) -> tuple[LinearWeights, NDArray[np.float32]]:
    """Fit a head for each attribute that has labels; return uncalibrated weights and the step of each head."""
    attributes: list[str] = []
    columns: list[NDArray[np.float32]] = []
    intercepts: list[float] = []
    for index, attribute in enumerate(ATTRIBUTES):
        share, weight = examples.share[learned, index], examples.weight[learned, index]
        labelled = weight > 0
        yes, no = int((share[labelled] > 0.5).sum()), int((share[labelled] <= 0.5).sum())
        if min(yes, no) < _FEWEST:
            report(f"{attribute}: left out, {yes} yes and {no} no are too few")
            continue
        report(f"{attribute}: {yes} yes, {no} no")
        coefficients, intercept = _fit(found[labelled], share[labelled], weight[labelled])
        attributes.append(attribute)
        columns.append(coefficients)
        intercepts.append(intercept)
    if not attributes:
        raise CallerError("The training folder has too few labels for any attribute.")
    coefficients = np.stack(columns, axis=1)
    heads = len(attributes)
    # A few weights far out would make the steps of all the others coarse, so they are cut off.
    largest = np.quantile(np.abs(coefficients), 1 - 20 / BUCKETS, axis=0)
    scale = (np.maximum(largest, 1e-6) / 127).astype(np.float32)
    weights = LinearWeights(tuple(attributes), coefficients, np.array(intercepts), np.ones(heads), np.zeros(heads))
    return weights, scale


def _fit(
    found: sparse.csr_matrix, share: NDArray[np.float64], weight: NDArray[np.float64]
) -> tuple[NDArray[np.float32], float]:
    """Logistic regression on shares: a text that 2 of 3 call toxic counts as a yes of 2/3 and a no of 1/3."""
    yes, no = np.flatnonzero(share > 0), np.flatnonzero(share < 1)
    rows = np.concatenate((yes, no))
    target = np.concatenate((np.ones(len(yes)), np.zeros(len(no))))
    weights = np.concatenate((weight[yes] * share[yes], weight[no] * (1 - share[no])))
    model = LogisticRegression(C=_STRENGTH, max_iter=_ITERATIONS, tol=1e-5)
    with warnings.catch_warnings():
        # Stopping early is meant: the last iterations raise only the fit to what was learned from.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(found[rows], target, sample_weight=weights)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])
