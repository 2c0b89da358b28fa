from datetime import UTC, datetime

import pytest

from ombud.domain.decision import Judgement, Verdict
from ombud.domain.scores import ModelIdentity, TextScores
from ombud.pipeline.decide import as_told_by_test_text, decide, hold
from ombud.policy.evaluation import Place, Policy

NOW = datetime(2026, 11, 23, tzinfo=UTC)
MODEL = ModelIdentity("linear", "abc")
POLICY = """
version: 1
automation: {automation}
thresholds:
  toxicity: {{hold: 0.5, reject: 0.9}}
  insult: {{hold: 0.7}}
rules:
  - {{name: many-links, description: Many links, when: links.count > 2, verdict: hold}}
  - {{name: quiet, description: A rule in the shadow, when: links.count >= 0, verdict: reject, shadow: true}}
"""


def judged(scores: dict[str, float], links: int = 0, automation: str = "automatic", **more: str) -> Judgement:
    policy = Policy.parse(POLICY.format(automation=automation), 7)
    return decide(policy, TextScores(scores, **more), {"links.count": links}, Place(None, "a"), MODEL, NOW)  # type: ignore[arg-type]


def test_nothing_against_a_comment_means_approve() -> None:
    judgement = judged({"toxicity": 0.1})
    assert (judgement.verdict, judgement.reasons) == (Verdict.APPROVE, ())


def test_every_reason_is_kept_severest_first() -> None:
    judgement = judged({"toxicity": 0.95, "insult": 0.8}, links=3)
    assert judgement.verdict is Verdict.REJECT
    assert [reason.code for reason in judgement.reasons] == [
        "threshold.toxicity",
        "threshold.insult",
        "rule.many-links",
    ]


def test_a_score_at_the_threshold_counts() -> None:
    assert judged({"toxicity": 0.5}).verdict is Verdict.HOLD
    assert judged({"toxicity": 0.4999}).verdict is Verdict.APPROVE


def test_a_machine_that_only_assists_holds_what_it_would_reject_and_says_so() -> None:
    judgement = judged({"toxicity": 0.95}, automation="assist")
    assert judgement.verdict is Verdict.HOLD
    assert "automation.assist" in [reason.code for reason in judgement.reasons]


def test_a_text_that_was_not_read_in_full_is_held() -> None:
    assert judged({"toxicity": 0.0}, unread="Too long.").verdict is Verdict.HOLD


def test_a_rule_in_the_shadow_is_recorded_and_decides_nothing() -> None:
    judgement = judged({"toxicity": 0.1})
    assert judgement.verdict is Verdict.APPROVE
    assert judgement.signals["shadow"] == ["quiet"]


def test_a_judgement_holds_all_that_replaying_it_needs() -> None:
    judgement = judged({"toxicity": 0.95}, links=1)
    assert judgement.model == MODEL
    assert judgement.policy_version == 7
    assert judgement.normaliser_version
    assert judgement.scores == {"toxicity": 0.95}
    assert judgement.signals["links.count"] == 1


def test_what_cannot_be_judged_is_held_with_the_reason() -> None:
    judgement = hold("model.unavailable", "The model is missing.")
    assert judgement.verdict is Verdict.HOLD
    assert [(reason.code, reason.message) for reason in judgement.reasons] == [
        ("model.unavailable", "The model is missing.")
    ]


@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_texts_of_test_keys_decide_as_they_say(verdict: Verdict) -> None:
    told = as_told_by_test_text(judged({"toxicity": 0.7}), f" ombud-test-{verdict}\n")
    assert told.verdict is verdict


def test_other_texts_of_test_keys_are_judged_as_usual() -> None:
    judgement = judged({"toxicity": 0.7})
    for text in ("approve", "ombud-test-", "ombud-test-maybe", "please ombud-test-approve"):
        assert as_told_by_test_text(judgement, text) is judgement


def in_language(code: str | None, *, known: bool, more: str = "", score: float = 0.0) -> Judgement:
    policy = Policy.parse(f"{POLICY.format(automation='automatic')}{more}\n", 7)
    signals: dict[str, object] = {"links.count": 0, "language.known_to_model": known}
    signals |= {"language.code": code} if code else {}
    return decide(policy, TextScores({"toxicity": score}), signals, Place(None, "a"), MODEL, NOW)


def test_a_text_in_a_language_that_the_model_does_not_know_is_held_and_the_language_named() -> None:
    judgement = in_language("de", known=False)
    assert judgement.verdict is Verdict.HOLD
    assert [reason.code for reason in judgement.reasons] == ["language.unknown"]
    assert "(de)" in judgement.reasons[0].message


def test_where_nobody_tells_the_language_the_sites_own_is_spoken_of() -> None:
    assert in_language(None, known=False).reasons[0].message.startswith("This site's comments")


def test_a_policy_may_have_unknown_languages_judged_as_any_other() -> None:
    assert in_language("de", known=False, more="unknown_language: score").verdict is Verdict.APPROVE
    assert in_language("de", known=False, more="unknown_language: score", score=0.95).verdict is Verdict.REJECT


def test_a_language_that_the_model_knows_is_no_reason() -> None:
    assert in_language("en", known=True).reasons == ()


def test_what_the_model_cannot_read_is_held_by_an_observer_too() -> None:
    policy = Policy.parse(POLICY.format(automation="observe"), 7)
    signals: dict[str, object] = {"links.count": 0, "language.known_to_model": False, "language.code": "de"}
    judgement = decide(policy, TextScores({"toxicity": 0.0}), signals, Place(None, "a"), MODEL, NOW)
    assert judgement.verdict is Verdict.HOLD
