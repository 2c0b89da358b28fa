"""The linear model: a weight for each hashed n-gram and attribute, added up and squashed."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ombud.domain.errors import ModelError
from ombud.domain.scores import ModelIdentity, TextScores
from ombud.scoring.features import BUCKETS, FEATURES_VERSION, distinct
from ombud.scoring.linear_spans import culprits
from ombud.scoring.models.manifest import Manifest, read_manifest, require_intact
from ombud.scoring.normalise import normalise
from ombud.scoring.windows import windows

WEIGHTS = "weights.npz"
EXPLAINED_FROM = 0.5
"""Spans are given for attributes that score at least this; below it nothing needs an explanation."""

_BATCH_CODE_POINTS = 1 << 16
"""Bounds the memory of a batch: some 15 MB of n-grams at a time."""

Floats = NDArray[np.float32]
Logits = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LinearWeights:
    """`coefficients` [BUCKETS, heads] and, per head, `intercept`; `slope` and `offset` calibrate the sum.

    The score of a window is `sigmoid(slope * (sum of coefficients * values + intercept) + offset)`.
    """

    attributes: tuple[str, ...]
    coefficients: Floats
    intercept: Logits
    slope: Logits
    offset: Logits

    def sums(self, texts: Sequence[str]) -> Logits:
        """Sum the weights of each normalised text's highest window, before calibration: [texts, heads]."""
        pieces: list[str] = []
        first: list[int] = []
        for text in texts:
            first.append(len(pieces))
            pieces.extend(windows(text))
        batches = [self._window_sums(batch) for batch in _bounded(pieces)]
        return np.maximum.reduceat(np.concatenate(batches), first, axis=0)

    def probabilities(self, sums: Logits) -> Logits:
        """Calibrate sums to probabilities 0-1 of the same shape."""
        logits = np.clip(self.slope * sums + self.offset, -30, 30)
        return 1.0 / (1.0 + np.exp(-logits))

    def _window_sums(self, pieces: Sequence[str]) -> Logits:
        text, bucket, value = distinct(pieces)
        sums = np.zeros((len(pieces), len(self.attributes)), dtype=np.float64)
        sums += self.intercept
        if len(text):
            begins = np.flatnonzero(np.diff(text, prepend=-1))
            weighted = self.coefficients[bucket] * value[:, None]
            sums[text[begins]] += np.add.reduceat(weighted, begins, axis=0, dtype=np.float64)
        return sums


class LinearEngine:
    """Scores with `LinearWeights`. Needs numpy alone, reads every text to its end, and keeps no state."""

    def __init__(self, name: str, version: str, weights: LinearWeights, languages: Iterable[str] | None = None) -> None:
        self._identity = ModelIdentity(name, version)
        self._weights = weights
        self._languages = None if languages is None else frozenset(languages)
        self._views = dict.fromkeys(weights.attributes, "normalised")

    @classmethod
    def load(cls, folder: Path) -> "LinearEngine":
        """Load the model in `folder`; `ModelError` where a file is missing, changed or of another version."""
        manifest = read_manifest(folder)
        require_intact(folder, manifest)
        weights = read_weights(folder / WEIGHTS, manifest)
        return cls(manifest.name, manifest.files[WEIGHTS][:12], weights, manifest.languages)

    @property
    def identity(self) -> ModelIdentity:
        """The catalogue name; the version is the beginning of the weights' sha256."""
        return self._identity

    @property
    def attributes(self) -> tuple[str, ...]:
        """The attributes that there were labels for."""
        return self._weights.attributes

    @property
    def languages(self) -> frozenset[str] | None:
        """Those of the comments that it learned from."""
        return self._languages

    def score(self, texts: Sequence[str]) -> list[TextScores]:
        """Score each text: its highest window counts, per attribute."""
        if not texts:
            return []
        probabilities = self._weights.probabilities(self._weights.sums([normalise(text) for text in texts]))
        return [self._describe(text, row) for text, row in zip(texts, probabilities.round(4).tolist(), strict=True)]

    def _describe(self, text: str, probabilities: Sequence[float]) -> TextScores:
        scores = dict(zip(self.attributes, probabilities, strict=True))
        heads = [head for head, probability in enumerate(probabilities) if probability >= EXPLAINED_FROM]
        spans = culprits(text, self._weights.coefficients, heads) if heads else {}
        return TextScores(scores, self._views, {self.attributes[head]: found for head, found in spans.items()})


def read_weights(path: Path, manifest: Manifest) -> LinearWeights:
    """Read weights that `write_weights` wrote; `ModelError` where they do not fit this version of Ombud."""
    try:
        with np.load(path, allow_pickle=False) as file:
            if int(file["features"]) != FEATURES_VERSION or file["coefficients"].shape[0] != BUCKETS:
                raise ModelError(
                    f"Model '{manifest.name}' was trained with another version of the features than this Ombud has. "
                    "Train it anew with `ombud model train`."
                )
            return LinearWeights(
                attributes=manifest.attributes,
                coefficients=file["coefficients"].astype(np.float32) * file["scale"].astype(np.float32),
                intercept=file["intercept"].astype(np.float64),
                slope=file["slope"].astype(np.float64),
                offset=file["offset"].astype(np.float64),
            )
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ModelError(f"Model '{manifest.name}': {path} cannot be read ({error}). Train or fetch it anew.") from None


def write_weights(path: Path, weights: LinearWeights, scale: Floats) -> None:
    """Write the weights, coefficients as 8-bit multiples of `scale` [heads]. The same bytes each time."""
    steps = np.clip(np.rint(weights.coefficients / scale), -127, 127).astype(np.int8)
    np.savez_compressed(
        path,
        features=np.int64(FEATURES_VERSION),
        coefficients=steps,
        scale=scale.astype(np.float32),
        intercept=weights.intercept,
        slope=weights.slope,
        offset=weights.offset,
    )


def _bounded(pieces: Sequence[str]) -> Iterator[list[str]]:
    """Cut a list of texts into batches of at most `_BATCH_CODE_POINTS` code points, or one longer text."""
    batch: list[str] = []
    size = 0
    for piece in pieces:
        if batch and size + len(piece) > _BATCH_CODE_POINTS:
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += len(piece)
    yield batch
