"""What a policy's cascade cannot do with a screen, and what is counted of a judgement."""

import pytest

from ombud.domain.cascade import Tally
from ombud.domain.decision import Judgement, Reason, Verdict
from ombud.domain.scores import ModelIdentity
from ombud.pipeline.screen import compared, limits_of, tally
from ombud.policy.evaluation import Policy
from ombud.scoring.cascade import Heads, Measured, Screen, ScreenFit
from ombud.scoring.models.catalogue import LINEAR

POLICY = """
version: 1
cascade: on
thresholds:
  toxicity: {hold: 0.6}
sections:
  world: {thresholds: {toxicity: {hold: 0.5}}}
  sport: {thresholds: {toxicity: {hold: 0.9}}}
articles:
  a-7: {thresholds: {insult: {reject: 0.1}}}
"""
THRESHOLD = Reason("threshold.toxicity", "Too high.", Verdict.HOLD, attribute="toxicity", score=0.8)
RULE = Reason("rule.links", "Links.", Verdict.HOLD, rule="links")


@pytest.fixture(scope="module")
def screen() -> Screen:
    heads = Heads.load(LINEAR)
    measured = Measured(1000, 800, 100, 0, 0.0, 0.04)
    weights = dict.fromkeys(heads.attributes, 1.0)
    thresholds = {"toxicity": 0.6, "insult": 0.7}
    return Screen(
        ScreenFit(ModelIdentity("full", "1"), heads.identity, weights, 0.0, 0.0, thresholds, 0.005, measured),
        "s",
        heads,
    )


def judged(*reasons: Reason, **signals: object) -> Judgement:
    told = {f"cascade.{name}": value for name, value in signals.items()}
    return Judgement(Verdict.HOLD if reasons else Verdict.APPROVE, reasons, signals=told)


def test_every_place_with_a_threshold_too_low_for_the_screen_is_named(screen: Screen) -> None:
    assert limits_of(Policy.parse(POLICY, 1), screen) == [
        "cascade on section world (the screen was set for thresholds from toxicity 0.60)",
        "cascade on article a-7 (the screen was set for thresholds from insult 0.70)",
    ]
    lower = Policy.parse(POLICY.replace("0.6", "0.4"), 1)
    assert "cascade on the whole site (the screen was set for thresholds from toxicity 0.60)" in limits_of(
        lower, screen
    )


def test_a_model_without_a_screen_is_said_to_have_none() -> None:
    [told] = limits_of(Policy.parse(POLICY, 1), None)
    assert "has no screen" in told


@pytest.mark.parametrize(
    ("full", "alone", "missed"),
    [
        (judged(THRESHOLD), judged(), True),
        (judged(), judged(), False),
        (judged(RULE), judged(RULE), False),
        (judged(THRESHOLD, RULE), judged(RULE), False),
        (judged(), judged(THRESHOLD), False),
    ],
)
def test_missed_is_what_the_full_model_would_judge_more_strictly(
    full: Judgement, alone: Judgement, missed: bool
) -> None:
    assert compared(full, alone).signals["cascade.missed"] is missed


@pytest.mark.parametrize(
    ("judgement", "counted"),
    [
        (judged(), Tally()),
        (judged(THRESHOLD), Tally()),
        (judged(screened=True), Tally(screened=1)),
        (judged(RULE, screened=True), Tally(screened=1)),
        (judged(screened=False, missed=False), Tally(sampled=1)),
        (judged(THRESHOLD, screened=False, missed=True), Tally(sampled=1, missed=1)),
        (judged(THRESHOLD, screened=False), Tally(caught=1)),
        (judged(RULE, screened=False), Tally()),
        (judged(Reason("text.unread", "Too long.", Verdict.HOLD), screened=False), Tally(caught=1)),
    ],
)
def test_a_judgement_counts_as_screened_sampled_missed_or_caught(judgement: Judgement, counted: Tally) -> None:
    assert tally(judgement) == counted
