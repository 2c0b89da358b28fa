"""Measuring an engine against labels."""

from collections.abc import Sequence
from itertools import pairwise

import pytest

from ombud.domain.errors import CallerError
from ombud.domain.scores import ModelIdentity, TextScores
from ombud.scoring.deterministic import DeterministicEngine
from ombud.scoring.evaluation import LabelledTexts, evaluate, score_all

TEXTS = LabelledTexts(
    tuple(f"{number} score:toxicity={score}" for number, score in enumerate((0.9, 0.8, 0.7, 0.4, 0.3, 0.2))),
    (1, 1, 0, 1, 0, 0),
    ("a", "a", "b", "b", "b", "a"),
    left_out=2,
)


class ShortSighted:
    """Notes how its batches were made, and reads no text of more than 20 characters."""

    identity = ModelIdentity("short-sighted", "1")
    attributes = ("toxicity",)
    languages = None

    def __init__(self) -> None:
        self.batches: list[Sequence[str]] = []

    def score(self, texts: Sequence[str]) -> list[TextScores]:
        self.batches.append(texts)
        return [
            TextScores({"toxicity": len(text) / 1000}, unread="Too long." if len(text) > 20 else None) for text in texts
        ]


def test_an_evaluation_counts_what_a_threshold_would_do() -> None:
    found = evaluate(DeterministicEngine(), TEXTS, "toxicity")
    assert (found.rows, found.positives, found.left_out, found.auc) == (6, 3, 2, 0.8889)
    assert found.auc_low <= found.auc <= found.auc_high
    at = {one.threshold: one for one in found.thresholds}
    assert (at[0.6].flagged, at[0.6].precision, at[0.6].recall) == (0.5, 0.6667, 0.6667)
    assert (at[0.95].flagged, at[0.95].precision, at[0.95].recall) == (0.0, None, 0.0)
    assert (at[0.95].precision_low, at[0.95].precision_high) == (None, None)
    assert sum(one.count for one in found.reliability) == 6
    assert found.precision_recall[-1].recall == 1.0


def test_the_policys_thresholds_stand_among_the_fixed_ones_and_say_their_verdict() -> None:
    found = evaluate(DeterministicEngine(), TEXTS, "toxicity", bands={"hold": 0.75, "reject": 0.9})
    assert [(one.threshold, one.verdict) for one in found.thresholds] == [
        (0.5, None),
        (0.6, None),
        (0.7, None),
        (0.75, "hold"),
        (0.8, None),
        (0.9, "reject"),
        (0.95, None),
    ]
    assert found.flagged_from == 0.75
    assert {one.group: one.flagged for one in found.groups} == {"a": 0.6667, "b": 0.0}


def test_every_interval_holds_its_figure() -> None:
    found = evaluate(DeterministicEngine(), TEXTS, "toxicity")
    assert found.ece_low <= found.ece_high
    for one in found.thresholds:
        assert one.recall_low <= one.recall <= one.recall_high
        if one.precision is not None and one.precision_low is not None and one.precision_high is not None:
            assert one.precision_low <= one.precision <= one.precision_high


def test_texts_are_scored_in_batches_of_like_length_and_come_back_in_order() -> None:
    engine = ShortSighted()
    texts = ["x" * (1 + (number * 7) % 600) for number in range(600)]
    scored = score_all(engine, texts)
    assert [round(one.scores["toxicity"] * 1000) for one in scored] == [len(text) for text in texts]
    lengths = [[len(text) for text in batch] for batch in engine.batches]
    assert [len(batch) for batch in lengths] == [256, 256, 88]
    assert all(earlier[-1] <= later[0] for earlier, later in pairwise(lengths))


def test_texts_that_were_not_read_in_full_are_counted() -> None:
    texts = LabelledTexts(("short", "x" * 30, "y" * 40), (0, 1, 1))
    assert evaluate(ShortSighted(), texts, "toxicity").unread == 2


def test_the_same_seed_gives_the_same_intervals() -> None:
    assert evaluate(DeterministicEngine(), TEXTS, "toxicity", 7) == evaluate(
        DeterministicEngine(), TEXTS, "toxicity", 7
    )


def test_labels_that_are_all_the_same_are_refused() -> None:
    with pytest.raises(CallerError, match="nothing to tell apart"):
        evaluate(DeterministicEngine(), LabelledTexts(("a", "b"), (1, 1)), "toxicity")


def test_an_attribute_the_model_lacks_is_named_with_near_ones() -> None:
    with pytest.raises(CallerError, match=r"does not give 'toxic'\. Did you mean toxicity"):
        evaluate(DeterministicEngine(), TEXTS, "toxic")
