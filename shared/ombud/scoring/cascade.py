"""The linear screen in front of a slower model: it tells which comments are plainly harmless.

A screen belongs to one version of one full model and stands in that model's folder, as `screen.json`. It is a weighted
sum over the linear model's heads and the text's length, set so that of what the full model holds under the starter
policy at most a stated share lies below its bar: see `ombud.scoring.training.screen`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from ombud.domain.errors import ModelError
from ombud.domain.scores import ModelIdentity, TextScores
from ombud.scoring.linear import WEIGHTS, LinearWeights, read_weights
from ombud.scoring.models.manifest import read_manifest, require_intact, sha256_of
from ombud.scoring.normalise import normalise

SCREEN = "screen.json"
_FARTHEST = 12.0
"""Log-odds beyond this tell no more."""

_PLAIN = re.compile(r"[\s\x20-\x7e‘’“”–—…]*")  # noqa: RUF001  the signs that typing on a phone leaves
_DISGUISED = re.compile(
    r"[A-Za-z][0-9@$!|*+#_^~]+[A-Za-z]"  # a sign or digit within a word
    r"|(?<![A-Za-z0-9@$!|])[0-9@$!|]+[A-Za-z]{3}"  # or at its beginning
    r"|(?:\b[A-Za-z]\b[\W_]+){3}"  # letters set apart
    r"|(?!www\.)([A-Za-z])\1\1"  # a stretched letter
    r"|[A-Za-z]{30}"
)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measured:
    """What a screen did on the comments that it was set on: of `holds`, `missed` lay below its bar, of all `spared`.

    `low` and `high` are the 95 % interval of the missed share of holds, 0-1.
    """

    texts: int
    spared: int
    holds: int
    missed: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ScreenFit:
    """What `screen.json` says. `weights` has one for each head of the linear model, and `length_weight` for the text's.

    A text whose weighted sum is below `bar` is harmless to any policy that has no threshold below `thresholds`.
    """

    model: ModelIdentity
    linear: ModelIdentity
    weights: Mapping[str, float]
    length_weight: float
    bar: float
    thresholds: Mapping[str, float]
    allowed_miss: float
    measured: Measured

    def as_json(self) -> bytes:
        """Write it as indented JSON with a final line break."""
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


_FIT = TypeAdapter(ScreenFit)


@dataclass(frozen=True, slots=True)
class Glance:
    """What the screen sees in a text: the linear model's scores, and how far from harmless it is, as `ScreenFit.bar`.

    Infinitely far is what may be disguised: the linear model reads it worse than the full one.
    """

    scored: TextScores
    distance: float


class Heads:
    """The linear model as a screen uses it."""

    def __init__(self, identity: ModelIdentity, weights: LinearWeights) -> None:
        self.identity = identity
        self.attributes = weights.attributes
        self._weights = weights
        self._views = dict.fromkeys(weights.attributes, "normalised")

    @classmethod
    def load(cls, folder: Path) -> "Heads":
        """Load the linear model in a folder; `ModelError` where a file is missing, changed or of another version."""
        manifest = read_manifest(folder)
        require_intact(folder, manifest)
        identity = ModelIdentity(manifest.name, manifest.files[WEIGHTS][:12])
        return cls(identity, read_weights(folder / WEIGHTS, manifest))

    def look(self, texts: Sequence[str]) -> tuple[Floats, list[TextScores]]:
        """Return log-odds [texts, heads + 1], the last column for the text's length, and the scores of each text."""
        sums = self._weights.sums([normalise(text) for text in texts])
        lengths = np.log1p(np.array([len(text) for text in texts], dtype=np.float64))
        logits = np.clip(self._weights.slope * sums + self._weights.offset, -_FARTHEST, _FARTHEST)
        rows = self._weights.probabilities(sums).round(4).tolist()
        scored = [TextScores(dict(zip(self.attributes, row, strict=True)), self._views) for row in rows]
        return np.column_stack((logits, lengths)), scored


class Screen:
    """A screen, ready to look. Needs numpy alone, some milliseconds for a batch of comments, and keeps no state."""

    def __init__(self, fit: ScreenFit, version: str, heads: Heads) -> None:
        self.fit = fit
        self.version = version
        self._heads = heads
        self._weights = np.array([*(fit.weights[name] for name in heads.attributes), fit.length_weight])

    @classmethod
    def load(cls, folder: Path, linear: Path, model: ModelIdentity) -> "Screen | None":
        """Load the screen of the full model in `folder`; None where it has none.

        `ModelError` where it was set for another version of the full model or of the linear one in `linear`.
        """
        path = folder / SCREEN
        if not path.is_file():
            return None
        try:
            fit = _FIT.validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise ModelError(f"{path} cannot be read as a screen ({type(error).__name__}). Set it anew.") from None
        heads = Heads.load(linear)
        for wanted, found in ((fit.model, model), (fit.linear, heads.identity)):
            if wanted != found:
                raise ModelError(
                    f"{path} was set for '{wanted.name}' {wanted.version}; here is '{found.name}' {found.version}. "
                    "Set it anew with `ombud model screen`."
                )
        return cls(fit, sha256_of(path)[:12], heads)

    @property
    def identity(self) -> ModelIdentity:
        """The linear model, whose scores a screened comment has."""
        return self._heads.identity

    def look(self, texts: Sequence[str]) -> list[Glance]:
        """Look at texts, one glance each, in order."""
        if not texts:
            return []
        features, scored = self._heads.look(texts)
        distances = (features @ self._weights).tolist()
        return [
            Glance(scores, distance if is_plain(text) else float("inf"))
            for text, scores, distance in zip(texts, scored, distances, strict=True)
        ]

    def too_low(self, thresholds: Mapping[str, float]) -> list[str]:
        """Name the attributes whose threshold is lower than the screen was set for: it cannot tell who reaches it."""
        return [name for name, least in thresholds.items() if least < self.fit.thresholds.get(name, 0.0)]

    def spares(self, glance: Glance, thresholds: Mapping[str, float]) -> bool:
        """Whether a text is harmless to a policy with these thresholds, the lower of both bands of each attribute."""
        return (
            glance.distance < self.fit.bar
            and not self.too_low(thresholds)
            and all(glance.scored.scores.get(name, 0.0) < least for name, least in thresholds.items())
        )


def is_plain(text: str) -> bool:
    """Whether a text is typed as people type who hide nothing. Linear in its length."""
    return _PLAIN.fullmatch(text) is not None and _DISGUISED.search(text) is None
