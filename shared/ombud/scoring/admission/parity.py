"""Whether an exported model says what the library says."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ombud.domain.errors import ModelError
from ombud.domain.scores import TextScores

MOST_DIFFERENT = 0.01
"""The largest difference of a score that is let in."""

REFERENCE_SCORES = "reference_scores.json"

Bands = Mapping[str, tuple[float | None, float | None]]
"""For an attribute, from which score on a comment is held and from which it is rejected."""

Scores = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Expected:
    """Texts, and what the library scored them: one entry per text."""

    texts: tuple[str, ...]
    scores: tuple[Scores, ...]


@dataclass(frozen=True, slots=True)
class Parity:
    """How far two models differ on the same texts; `changed` holds the texts whose verdict is another."""

    texts: int
    largest: float
    changed: tuple[str, ...]


def compare(expected: Expected, found: Sequence[TextScores], bands: Bands) -> Parity:
    """Compare scores text by text and attribute by attribute. A score that is no number differs by infinity."""
    differences = [0.0]
    changed = []
    for text, one, other in zip(expected.texts, expected.scores, found, strict=True):
        differences.extend(_difference(score, other.scores.get(name, math.nan)) for name, score in one.items())
        if _verdict(one, bands) != _verdict(other.scores, bands):
            changed.append(text)
    return Parity(len(expected.texts), max(differences), tuple(changed))


def require_parity(name: str, parity: Parity) -> None:
    """Raise `ModelError` where the difference is too large or a verdict changed."""
    if parity.largest > MOST_DIFFERENT:
        raise ModelError(
            f"'{name}' is not admitted: its scores differ from Detoxify's by up to {parity.largest:.4f}, and "
            f"{MOST_DIFFERENT} is the most. Its files do not belong together, or a library is not the pinned one."
        )
    if parity.changed:
        raise ModelError(
            f"'{name}' is not admitted: for {len(parity.changed)} of {parity.texts} texts the verdict is not the one "
            f"that Detoxify's scores give, first for: {parity.changed[0][:80]!r}."
        )


def write_expected(folder: Path, expected: Expected) -> None:
    """Keep the library's scores beside the model, so that a machine without the library can compare too."""
    content = {"texts": expected.texts, "scores": expected.scores}
    (folder / REFERENCE_SCORES).write_text(json.dumps(content, ensure_ascii=False) + "\n", "utf-8")


def read_expected(folder: Path, attributes: Sequence[str]) -> Expected:
    """Read what `write_expected` wrote; `ModelError` where it is missing, empty or of other attributes."""
    path = folder / REFERENCE_SCORES
    try:
        content = json.loads(path.read_text("utf-8"))
        scores = tuple({name: float(row[name]) for name in attributes} for row in content["scores"])
        texts = tuple(map(str, content["texts"]))
        if not texts or len(texts) != len(scores):
            raise ValueError("texts and scores do not match")
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelError(f"{path} cannot be read ({error}). Export the model anew where it was fetched.") from None
    return Expected(texts, scores)


def _difference(one: float, other: float) -> float:
    difference = abs(one - other)
    return difference if math.isfinite(difference) else math.inf


def _verdict(scores: Scores, bands: Bands) -> str:
    held = False
    for attribute, (hold, reject) in bands.items():
        score = scores.get(attribute, 0.0)
        if reject is not None and score >= reject:
            return "reject"
        held = held or (hold is not None and score >= hold)
    return "hold" if held else "approve"
