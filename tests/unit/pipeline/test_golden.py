"""The golden set, judged by the models that ship: nothing may move unnoticed."""

from dataclasses import replace

import pytest

from ombud.domain.decision import Verdict
from ombud.pipeline.golden import GoldenJudgement, agreement_by_kind, judge_golden, what_moved
from ombud.scoring.golden.golden_set import GoldenText
from ombud.scoring.golden.stored_scores import STORED, GoldenOutcome, read_stored
from ombud.scoring.models.catalogue import catalogue, load_engine


@pytest.mark.parametrize("name", [manifest.name for manifest in catalogue()])
def test_no_verdict_and_no_score_of_a_shipped_model_has_moved(name: str) -> None:
    """If it is meant, store the new ones: `ombud model golden --model NAME --write`."""
    engine = load_engine(name)
    moved = what_moved(judge_golden(engine), read_stored(STORED, engine.identity))
    assert not moved, "\n".join(moved)


ONE = GoldenJudgement(GoldenText("insults", "hold", "You oaf."), GoldenOutcome(Verdict.HOLD, {"toxicity": 0.6004}))


def _stored(verdict: Verdict, **scores: float) -> dict[str, GoldenOutcome]:
    return {ONE.golden.key: GoldenOutcome(verdict, scores)}


def test_a_thousandth_is_no_move_and_more_is() -> None:
    assert what_moved([ONE], _stored(Verdict.HOLD, toxicity=0.5999)) == []
    assert what_moved([ONE], _stored(Verdict.HOLD, toxicity=0.59)) == [
        "insults, 'You oaf.': toxicity was 0.59 and is 0.6004."
    ]


def test_a_verdict_that_moved_is_told_even_if_no_score_did() -> None:
    assert what_moved([ONE], _stored(Verdict.APPROVE, toxicity=0.5999)) == [
        "insults, 'You oaf.': the verdict was approve and is hold."
    ]


def test_an_attribute_that_came_or_went_has_moved() -> None:
    assert what_moved([ONE], _stored(Verdict.HOLD, toxicity=0.6, spam=0.1)) == [
        "insults, 'You oaf.': spam was 0.1 and is None."
    ]


def test_texts_without_stored_scores_and_scores_without_a_text_are_told() -> None:
    edited = replace(ONE, golden=GoldenText("insults", "hold", "You oaf!"))
    assert what_moved([edited], _stored(Verdict.HOLD, toxicity=0.6)) == [
        "insults, 'You oaf!': no scores are stored.",
        f"Stored scores of texts that are not in the set: {ONE.golden.key}.",
    ]


def test_agreement_is_counted_by_kind_and_says_in_which_direction_it_fails() -> None:
    def judged(kind: str, expected: str, verdict: Verdict) -> GoldenJudgement:
        return GoldenJudgement(GoldenText(kind, expected, f"{kind} {expected}"), GoldenOutcome(verdict, {}))

    found = agreement_by_kind(
        [
            judged("news", "approve", Verdict.APPROVE),
            judged("news", "approve", Verdict.HOLD),
            judged("threats", "reject", Verdict.HOLD),
            judged("empty", "any", Verdict.REJECT),
        ]
    )
    assert [(one.kind, one.texts, one.agreeing, one.lenient, one.strict) for one in found] == [
        ("news", 2, 1, 0, 1),
        ("threats", 1, 0, 1, 0),
        ("all", 3, 1, 1, 1),
    ]
