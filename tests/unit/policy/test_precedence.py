"""Properties of verdicts: reject over hold over approve, nothing made milder by a rule, sections laid over policies."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ombud.domain.decision import SEVERITY, Judgement, Verdict
from ombud.domain.scores import ATTRIBUTES, ModelIdentity, TextScores
from ombud.pipeline.decide import decide
from ombud.policy.document import PolicyDocument
from ombud.policy.evaluation import Place, Policy
from ombud.policy.judging_parts import Bands

NOW = datetime(2026, 11, 23, tzinfo=UTC)
MODEL = ModelIdentity("deterministic", "1")

scores = st.dictionaries(st.sampled_from(ATTRIBUTES), st.floats(0, 1))
shares = st.floats(0, 1)
bands = st.one_of(
    st.builds(lambda hold: {"hold": hold}, shares),
    st.builds(lambda reject: {"reject": reject}, shares),
    st.tuples(shares, shares).map(lambda two: {"hold": min(two), "reject": max(two)}),
)
thresholds = st.dictionaries(st.sampled_from(ATTRIBUTES), bands)
conditions = st.sampled_from(
    [
        "text.length > 10",
        "text.length <= 10",
        "true",
        "false",
        "author.approved < 3",
        "1 / (text.length - text.length) > 0",
    ]
)
rule = st.tuples(conditions, st.sampled_from([verdict.value for verdict in Verdict]), st.booleans())
rules = st.lists(rule, max_size=4)
automations = st.sampled_from(["assist", "automatic"])
signals = st.fixed_dictionaries({"text.length": st.integers(0, 20)}, optional={"author.approved": st.integers(0, 5)})


def _policy(told: dict[str, Any], given_rules: list[tuple[str, str, bool]], **more: Any) -> Policy:
    listed = [
        {"name": f"rule-{number}", "description": "A rule", "when": when, "verdict": verdict, "shadow": shadow}
        for number, (when, verdict, shadow) in enumerate(given_rules)
    ]
    return Policy(PolicyDocument.model_validate({"version": 1, "thresholds": told, "rules": listed, **more}), 1)


def _decide(
    policy: Policy, scored: dict[str, float], values: dict[str, object], place: Place | None = None
) -> Judgement:
    return decide(policy, TextScores(scored), values, place or Place(None, None), MODEL, NOW)


@given(thresholds, rules, scores, signals)
def test_the_severest_reason_is_the_verdict(
    told: dict[str, Any], listed: list[tuple[str, str, bool]], scored: dict[str, float], values: dict[str, object]
) -> None:
    judgement = _decide(_policy(told, listed, automation="automatic"), scored, values)
    severest = max((SEVERITY[reason.verdict] for reason in judgement.reasons), default=0)
    assert SEVERITY[judgement.verdict] == severest
    order = [SEVERITY[reason.verdict] for reason in judgement.reasons]
    assert order == sorted(order, reverse=True)


@given(thresholds, rules, rule, scores, signals, automations)
def test_one_more_rule_never_makes_a_verdict_milder(
    told: dict[str, Any],
    listed: list[tuple[str, str, bool]],
    one_more: tuple[str, str, bool],
    scored: dict[str, float],
    values: dict[str, object],
    automation: str,
) -> None:
    before = _decide(_policy(told, listed, automation=automation), scored, values)
    after = _decide(_policy(told, [*listed, one_more], automation=automation), scored, values)
    assert SEVERITY[after.verdict] >= SEVERITY[before.verdict]
    if one_more[2]:
        assert after.verdict is before.verdict


@given(thresholds, rules, scores, signals)
def test_a_rule_that_cannot_be_evaluated_is_never_an_approval(
    told: dict[str, Any], listed: list[tuple[str, str, bool]], scored: dict[str, float], values: dict[str, object]
) -> None:
    broken = ("1 / (text.length - text.length) > 0", "approve", False)
    for automation in ("observe", "assist", "automatic"):
        judgement = _decide(_policy(told, [*listed, broken], automation=automation), scored, values)
        assert judgement.verdict is not Verdict.APPROVE


@given(thresholds, rules, scores, signals)
def test_assist_and_observe_are_never_stricter_than_automatic(
    told: dict[str, Any], listed: list[tuple[str, str, bool]], scored: dict[str, float], values: dict[str, object]
) -> None:
    judged = {
        automation: _decide(_policy(told, listed, automation=automation), scored, values)
        for automation in ("observe", "assist", "automatic")
    }
    assert judged["assist"].verdict is not Verdict.REJECT
    assert judged["observe"].verdict is not Verdict.REJECT
    severity = [SEVERITY[judged[name].verdict] for name in ("observe", "assist", "automatic")]
    assert severity == sorted(severity)
    kept = {reason.code for reason in judged["automatic"].reasons}
    assert kept <= {reason.code for reason in judged["observe"].reasons}


@given(thresholds, thresholds, thresholds, st.sampled_from(ATTRIBUTES), shares)
def test_an_article_is_laid_over_its_section_and_that_over_the_policy_band_by_band(
    told: dict[str, Any], of_section: dict[str, Any], of_article: dict[str, Any], attribute: str, score: float
) -> None:
    more = {"sections": {"world": {"thresholds": of_section}}, "articles": {"a-1": {"thresholds": of_article}}}
    policy = _policy(told, [], automation="automatic", **more)
    merged = Bands()
    for part in (told, of_section, of_article):
        merged = merged.model_copy(update=part.get(attribute, {}))
    wanted = Verdict.APPROVE
    if merged.hold is not None and score >= merged.hold:
        wanted = Verdict.HOLD
    if merged.reject is not None and score >= merged.reject:
        wanted = Verdict.REJECT
    assert _decide(policy, {attribute: score}, {}, Place("world", "a-1")).verdict is wanted
    alone = _policy(told, [], automation="automatic")
    elsewhere = _decide(policy, {attribute: score}, {}, Place("sport", "a-2")).verdict
    assert elsewhere is _decide(alone, {attribute: score}, {}).verdict


@pytest.mark.parametrize(("held_by", "place"), [("default", Place(None, None)), ("section", Place("obituaries", None))])
def test_where_the_newsroom_lets_all_wait_observing_changes_nothing(held_by: str, place: Place) -> None:
    more = {"default": "hold"} if held_by == "default" else {"sections": {"obituaries": {"default": "hold"}}}
    judgement = _decide(_policy({}, [], automation="observe", **more), {}, {}, place)
    assert judgement.verdict is Verdict.HOLD


def test_an_observing_machine_approves_and_says_what_it_would_have_done() -> None:
    policy = _policy({"toxicity": {"hold": 0.5, "reject": 0.9}}, [], automation="observe")
    judgement = _decide(policy, {"toxicity": 0.95}, {})
    assert judgement.verdict is Verdict.APPROVE
    assert [reason.code for reason in judgement.reasons] == ["threshold.toxicity", "automation.observe"]
    assert "would reject" in judgement.reasons[-1].message


def test_an_observing_machine_holds_what_could_not_be_read() -> None:
    policy = _policy({}, [], automation="observe")
    scored = TextScores({}, unread="A part of the text could not be read.")
    assert decide(policy, scored, {}, Place(None, None), MODEL, NOW).verdict is Verdict.HOLD
