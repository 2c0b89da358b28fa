"""The linear model: a weight for each hashed n-gram and attribute, added up and squashed."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ombud.domain.errors import ModelError
from ombud.domain.scores import ModelIdentity, Span
from ombud.scoring.features import BUCKETS, FEATURES_VERSION, distinct
from ombud.scoring.linear_spans import culprits
from ombud.scoring.models.manifest import Manifest, read_manifest, require_intact
from ombud.scoring.normalise import normalise
from ombud.scoring.scorer import StringScores
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
            pieces.extend(text[begin:end] for begin, end in windows(text))
        return np.maximum.reduceat(self.piece_sums(pieces), first, axis=0)

    def piece_sums(self, pieces: Sequence[str]) -> Logits:
        """Sum the weights of normalised pieces, each of one window, before calibration: [pieces, heads]."""
        return np.concatenate([self._batch_sums(batch) for batch in _bounded(pieces)])

    def probabilities(self, sums: Logits) -> Logits:
        """Calibrate sums to probabilities 0-1 of the same shape."""
        return 1.0 / (1.0 + np.exp(-self.logits(sums)))

    def logits(self, sums: Logits) -> Logits:
        """Calibrate sums to the logits of probabilities, of the same shape."""
        return np.clip(self.slope * sums + self.offset, -30, 30)

    def _batch_sums(self, pieces: Sequence[str]) -> Logits:
        text, bucket, value = distinct(pieces)
        sums = np.zeros((len(pieces), len(self.attributes)), dtype=np.float64)
        sums += self.intercept
        if len(text):
            begins = np.flatnonzero(np.diff(text, prepend=-1))
            weighted = self.coefficients[bucket] * value[:, None]
            sums[text[begins]] += np.add.reduceat(weighted, begins, axis=0, dtype=np.float64)
        return sums


class LinearScorer:
    """Scores with `LinearWeights`. Needs numpy alone, knows every word, reads to the end, and keeps no state."""

    def __init__(self, name: str, version: str, weights: LinearWeights, languages: Iterable[str] | None = None) -> None:
        self._identity = ModelIdentity(name, version)
        self._weights = weights
        self._languages = None if languages is None else frozenset(languages)

    @classmethod
    def load(cls, folder: Path) -> "LinearScorer":
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

    def score_strings(self, texts: Sequence[str]) -> list[StringScores]:
        """Score each string: its highest window counts, per attribute."""
        if not texts:
            return []
        places = [list(windows(text)) for text in texts]
        pieces = [normalise(text[begin:end]) for text, own in zip(texts, places, strict=True) for begin, end in own]
        probabilities = self._weights.probabilities(self._weights.piece_sums(pieces)).round(4)
        bounds = np.cumsum([len(own) for own in places])[:-1]
        return list(map(self._describe, texts, places, np.split(probabilities, bounds)))

    def logits(self, texts: Sequence[str]) -> Logits:
        """Return the calibrated logits of each string's highest window, [texts, attributes]: evidence for a network."""
        return self._weights.logits(self._weights.sums([normalise(text) for text in texts]))

    def explain(self, text: str, attributes: Sequence[str]) -> dict[str, tuple[Span, ...]]:
        """Find the pieces of a window's text that speak for each attribute: also for models that cannot tell."""
        heads = [self.attributes.index(name) for name in attributes if name in self.attributes]
        return {
            self.attributes[head]: spans for head, spans in culprits(text, self._weights.coefficients, heads).items()
        }

    def _describe(self, text: str, places: Sequence[Span], probabilities: Logits) -> StringScores:
        """Put together what the windows of one string say: `places` [windows], `probabilities` [windows, heads]."""
        best = [places[window] for window in probabilities.argmax(axis=0)]
        scores = dict(zip(self.attributes, probabilities.max(axis=0).tolist(), strict=True))
        explained = [head for head, score in enumerate(scores.values()) if score >= EXPLAINED_FROM]
        return StringScores(
            scores,
            {self.attributes[head]: spans for head, spans in self._culprits(text, best, explained)},
            dict(zip(self.attributes, best, strict=True)) if len(places) > 1 else {},
        )

    def _culprits(
        self, text: str, best: Sequence[Span], heads: Sequence[int]
    ) -> Iterator[tuple[int, tuple[Span, ...]]]:
        """Yield the culprits of each head in its best window, as offsets into `text`."""
        for place in sorted({best[head] for head in heads}):
            own = [head for head in heads if best[head] == place]
            for head, spans in culprits(text[slice(*place)], self._weights.coefficients, own).items():
                yield head, tuple((place[0] + begin, place[0] + end) for begin, end in spans)


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
