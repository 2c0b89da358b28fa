"""The figures that go into a trained model's manifest."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ombud.domain.scores import ATTRIBUTES
from ombud.scoring.engine import Engine
from ombud.scoring.evaluation import LabelledTexts, evaluate, read_labelled, read_rows, scores_of
from ombud.scoring.models.manifest import Figure
from ombud.scoring.training.calibration import TUNING_FILES
from ombud.scoring.training.examples import Examples, as_example

_SMALLEST_CLASS = 10

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
    return tuple(
        _figure(engine, name, attribute, labelled, note)
        for name, attribute, labelled, note in (*_tuning_sets(data), *_held_out_sets(examples))
        if attribute in engine.attributes
        and min(sum(labelled.labels), len(labelled.labels) - sum(labelled.labels)) >= _SMALLEST_CLASS
    )


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
    for attribute in engine.attributes:
        scores = scores_of(engine, texts, attribute)
        shares[attribute] = {
            str(least): round(float(np.average(scores >= least, weights=weights)), 4) for least in (0.6, 0.95)
        }
    return shares


def _figure(engine: Engine, name: str, attribute: str, labelled: LabelledTexts, note: str) -> Figure:
    found = evaluate(engine, labelled, attribute)
    return Figure(name, attribute, found.rows, found.positives, found.auc, found.auc_low, found.auc_high, note)


def _tuning_sets(data: Path) -> Iterator[tuple[str, str, LabelledTexts, str]]:
    for known in TUNING_FILES:
        path = data / "tune" / known.file
        if path.is_file() and not known.column.startswith("perspective"):
            yield (
                f"tune/{known.file}",
                known.attribute,
                read_labelled(path, "text", known.column),
                _NOTES.get(known.file, ""),
            )


def _held_out_sets(examples: Examples) -> Iterator[tuple[str, str, LabelledTexts, str]]:
    files = np.array(examples.file)
    for column, attribute in enumerate(ATTRIBUTES):
        for file in dict.fromkeys(examples.file):
            rows = np.flatnonzero(examples.held_out & (examples.weight[:, column] > 0) & (files == file))
            labels = tuple(int(share >= 0.5) for share in examples.share[rows, column])
            texts = tuple(examples.texts[row] for row in rows)
            yield f"held-out tenth of train/{file}", attribute, LabelledTexts(texts, labels), _NOTES.get(file, "")
