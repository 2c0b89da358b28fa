"""The figures that go into a trained model's manifest."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ombud.domain.scores import ATTRIBUTES, TextScores
from ombud.scoring.engine import Engine
from ombud.scoring.evaluation import LabelledTexts, auc, calibration_error, read_labelled, read_rows, score_all
from ombud.scoring.evaluation.bootstrap import intervals
from ombud.scoring.models.manifest import Figure
from ombud.scoring.training.calibration import TUNING_FILES, TuningFile
from ombud.scoring.training.examples import Examples, as_example

_SMALLEST_CLASS = 10

_MEASURED = (*TUNING_FILES, TuningFile("fox_news.csv", "hateful", "toxicity"))
"""What is hateful is toxic too: how well toxicity finds it is worth knowing, though not fitted."""

_NOTES = {
    "wikipedia_in_context.csv": "annotators saw the parent comment, which the model does not",
    "fox_news.csv": "label is hateful",
    "edos_tune.csv": "label is sexist",
    "hatemoji_tune.csv": "label is hateful; adversarial",
    "paradetox.csv": "flatters: paraphrases of sentences that were learned from are among them",
    "wikipedia_soft_scores.csv": "labels are another model's scores",
}


def measure(engine: Engine, examples: Examples, data: Path) -> tuple[Figure, ...]:
    """Measure the engine on the labelled files of `data`/tune and, per attribute and file, on what was held out.

    Slopes and offsets were fitted on the same rows, which does not change the area under the curve. Strength and
    label weights were chosen with an eye on the tuning files, so figures on these are a little kind.
    """
    sets = [
        one
        for one in (*_tuning_sets(data), *_held_out_sets(examples))
        if one.attribute in engine.attributes and one.smaller_class >= _SMALLEST_CLASS
    ]
    # A text stands in a set for each of its labels, and is scored once.
    texts = list(dict.fromkeys(text for one in sets for text in one.labelled.texts))
    scored = dict(zip(texts, score_all(engine, texts), strict=True))
    return tuple(_figure(one, scored) for one in sets)


def sample_shares(engine: Engine, examples: Examples, data: Path) -> dict[str, dict[str, float]]:
    """Return, per attribute, the share of `data`/sample/comments.csv that scores .6 and more, and .95 and more.

    What thresholds near these would hold and reject. Only texts that were not learned from are counted: most of the
    sample's news comments are in the training folder too. They are weighted so that each origin has the share that
    it has in the whole sample. Empty where there is no sample.
    """
    path = data / "sample" / "comments.csv"
    if not path.is_file():
        return {}
    rows = read_rows(path)
    learned = {text for text, kept in zip(examples.texts, examples.held_out, strict=True) if not kept}
    unseen = [row for row in rows if as_example(row["text"]) not in learned]
    in_all, in_unseen = (Counter(row.get("origin") for row in some) for some in (rows, unseen))
    weights = [in_all[row.get("origin")] / in_unseen[row.get("origin")] for row in unseen]
    texts = [row["text"] for row in unseen]
    shares = {}
    scored = score_all(engine, texts)
    for attribute in engine.attributes:
        scores = np.array([one.scores[attribute] for one in scored])
        shares[attribute] = {
            str(least): round(float(np.average(scores >= least, weights=weights)), 4) for least in (0.6, 0.95)
        }
    return shares


@dataclass(frozen=True, slots=True)
class _LabelledSet:
    """Texts with their labels for one attribute, and what they are called in the manifest."""

    name: str
    attribute: str
    labelled: LabelledTexts
    note: str

    @property
    def smaller_class(self) -> int:
        yes = sum(self.labelled.labels)
        return min(yes, len(self.labelled.labels) - yes)


def _figure(one: _LabelledSet, scored: Mapping[str, TextScores]) -> Figure:
    labels = np.array(one.labelled.labels, dtype=bool)
    scores = np.array([scored[text].scores[one.attribute] for text in one.labelled.texts])
    [interval] = intervals([auc], labels, scores, np.random.default_rng(0))
    low, high = interval or (math.nan, math.nan)
    return Figure(
        measured_on=one.name,
        attribute=one.attribute,
        rows=len(labels),
        positives=int(labels.sum()),
        auc=round(auc(labels, scores), 4),
        low=low,
        high=high,
        ece=round(calibration_error(labels, scores), 4),
        note=one.note,
    )


def _tuning_sets(data: Path) -> Iterator[_LabelledSet]:
    for known in _MEASURED:
        path = data / "tune" / known.file
        if path.is_file() and not known.column.startswith("perspective"):
            yield _LabelledSet(
                f"tune/{known.file}",
                known.attribute,
                read_labelled(path, "text", known.column),
                _NOTES.get(known.file, ""),
            )


def _held_out_sets(examples: Examples) -> Iterator[_LabelledSet]:
    files = np.array(examples.file)
    for column, attribute in enumerate(ATTRIBUTES):
        for file in dict.fromkeys(examples.file):
            rows = np.flatnonzero(examples.held_out & (examples.weight[:, column] > 0) & (files == file))
            labels = tuple(int(share >= 0.5) for share in examples.share[rows, column])
            texts = tuple(examples.texts[row] for row in rows)
            labelled = LabelledTexts(texts, labels)
            yield _LabelledSet(f"held-out tenth of train/{file}", attribute, labelled, _NOTES.get(file, ""))
