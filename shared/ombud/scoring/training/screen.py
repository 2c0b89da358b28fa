"""Setting the screen of a full model: what of the linear model's heads tells best what the full model would hold.

A bar on the highest calibrated score of any head was tried first, with Perspective's stored scores of 9,825 comments as
the full model: at most .5 % of the comments that these hold lie below a bar that spares 3 % of all. A logistic
combination of the heads and the length, with both classes weighing the same, spares 33-40 % at the same bar.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from ombud.domain.errors import CallerError
from ombud.domain.interval import wilson
from ombud.domain.scores import TextScores
from ombud.scoring.cascade import SCREEN, Heads, Measured, ScreenFit, is_plain
from ombud.scoring.engine import Engine
from ombud.scoring.evaluation import read_rows
from ombud.scoring.models.manifest import MANIFEST, read_manifest, sha256_of

COMMENT_FILES = ("wikipedia_in_context.csv", "fox_news.csv", "civil_spans_tune.csv")
"""Of `DATA/tune`: whole comments of readers, nearly all of them harmless as on a site."""

_FEWEST_HOLDS = 50
_FOLDS = 5
_BATCH = 64
_EVERYTHING = 1e6
"""A bar above any distance that is not infinite: for a full model that holds nothing which the linear one would not."""

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def tuning_comments(data: Path) -> list[str]:
    """Return the comments in `data`/tune that a screen is set on. `CallerError` where there is none."""
    paths = [data / "tune" / name for name in COMMENT_FILES]
    texts = [row["text"] for path in paths if path.is_file() for row in read_rows(path)]
    if not texts:
        raise CallerError(f"{data / 'tune'} has none of {', '.join(COMMENT_FILES)}.")
    return texts


def fit_screen(
    heads: Heads, full: Engine, texts: Sequence[str], thresholds: Mapping[str, float], allowed_miss: float = 0.005
) -> ScreenFit:
    """Fit weights to what `full` holds of `texts`; set the bar so that at most `allowed_miss`, 0-1, of it is missed.

    `thresholds` are the least at which a policy holds, by attribute. The bar is set on texts that the weights were not
    fitted to, by five-fold cross-fitting. `CallerError` where the full model holds too few texts to set a bar by.
    """
    mine = {name: least for name, least in thresholds.items() if name in full.attributes}
    held = np.array([_holds(scores, mine) for scores in _scored(full, texts)])
    if held.sum() < _FEWEST_HOLDS:
        raise CallerError(f"The model holds {held.sum()} of {len(texts)} comments; {_FEWEST_HOLDS} are the fewest.")
    features, linear = heads.look(texts)
    passable = np.array([is_plain(text) for text in texts]) & ~np.array([_holds(scores, mine) for scores in linear])
    distances = np.where(passable, _cross_fitted(features, held), np.inf)
    bar = float(np.sort(distances[held])[int(allowed_miss * held.sum())])
    spared = distances < bar
    weights = _weights(features, held)
    return ScreenFit(
        model=full.identity,
        linear=heads.identity,
        weights=dict(zip(heads.attributes, weights[:-2].tolist(), strict=True)),
        length_weight=float(weights[-2]),
        bar=min(bar, _EVERYTHING) - float(weights[-1]),
        thresholds=mine,
        allowed_miss=allowed_miss,
        measured=_measured(spared, held),
    )


def write_screen(folder: Path, fit: ScreenFit) -> None:
    """Put a screen into the full model's folder, and its sum into the manifest."""
    path = folder / SCREEN
    path.write_bytes(fit.as_json())
    manifest = read_manifest(folder)
    told = replace(manifest, files={**manifest.files, SCREEN: sha256_of(path)})
    (folder / MANIFEST).write_text(told.as_json(), encoding="utf-8")


def _scored(full: Engine, texts: Sequence[str]) -> list[TextScores]:
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    scored: dict[int, TextScores] = {}
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        scored |= dict(zip(batch, full.score([texts[index] for index in batch]), strict=True))
    return [scored[index] for index in range(len(texts))]


def _holds(scores: TextScores, thresholds: Mapping[str, float]) -> bool:
    reached = any(scores.scores.get(name, 0.0) >= least for name, least in thresholds.items())
    return reached or scores.unread is not None


def _weights(features: Floats, held: Flags) -> Floats:
    """Fit a weight for each feature, and last the intercept."""
    model = LogisticRegression(class_weight="balanced", max_iter=1000).fit(features, held)
    return np.concatenate((model.coef_[0], model.intercept_))


def _cross_fitted(features: Floats, held: Flags) -> Floats:
    distances = np.zeros(len(held))
    for learned, other in StratifiedKFold(_FOLDS, shuffle=True, random_state=0).split(features, held):
        weights = _weights(features[learned], held[learned])
        distances[other] = features[other] @ weights[:-1] + weights[-1]
    return distances


def _measured(spared: Flags, held: Flags) -> Measured:
    missed = int((spared & held).sum())
    low, high = wilson(missed, int(held.sum()))
    return Measured(len(held), int(spared.sum()), int(held.sum()), missed, round(low, 5), round(high, 5))
