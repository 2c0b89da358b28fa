"""From the evidence of a decision to what its author reads."""

import pytest

from ombud.domain.author_reasons import DEFAULT_TEXTS, HELD_TEXT, ReasonCode, in_language
from ombud.domain.decision import Reason, Verdict
from ombud.domain.scores import ATTRIBUTES
from ombud.policy.parse import parse_policy
from ombud.policy.told_reasons import author_text, held_text, is_appealable, told_reasons
from ombud.policy.yaml_source import PolicyError

POLICY = parse_policy(
    """
version: 1
rules:
  - {name: links, when: links.count > 2, verdict: reject, reason: spam}
  - {name: silent, when: links.count > 9, verdict: reject}
reasons:
  - {code: house, key: 1, author_text: {en: House rule 4., fr: "Règle 4."}, appealable: false}
  - {code: spam, key: 2, author_text: No adverts.}
"""
)


def scored(attribute: str, verdict: Verdict = Verdict.REJECT) -> Reason:
    return Reason(f"threshold.{attribute}", "…", verdict, attribute=attribute)


def ruled(name: str, verdict: Verdict = Verdict.REJECT) -> Reason:
    return Reason(f"rule.{name}", "…", verdict, rule=name)


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_every_attribute_is_told_as_one_of_the_nine_reasons(attribute: str) -> None:
    [code] = told_reasons(POLICY, Verdict.REJECT, [scored(attribute)])
    assert code in DEFAULT_TEXTS


def test_each_reason_is_told_once_and_only_what_rejects() -> None:
    evidence = [scored("toxicity"), scored("insult"), ruled("links"), scored("threat", Verdict.HOLD), ruled("silent")]
    assert told_reasons(POLICY, Verdict.REJECT, evidence) == ("abuse", "spam", "other")
    assert told_reasons(POLICY, Verdict.HOLD, evidence) == ()
    assert told_reasons(POLICY, Verdict.REJECT, []) == ("other",)


@pytest.mark.parametrize(
    ("note", "code"), [("house", "house"), ("off-topic", "off-topic"), ("Off topic", "other"), ("stupid", "other")]
)
def test_a_persons_note_is_told_only_where_it_is_a_code(note: str, code: str) -> None:
    assert told_reasons(POLICY, Verdict.REJECT, [Reason("site.told", note, Verdict.REJECT)]) == (code,)


def test_own_words_go_before_the_default_ones_in_the_language_that_is_asked_for() -> None:
    assert author_text(POLICY, "house", "fr-CA") == "Règle 4."
    assert author_text(POLICY, "house", "de") == "House rule 4."
    assert author_text(POLICY, "spam", "de") == "No adverts."
    assert author_text(POLICY, "threat", "de").startswith("Er droht")
    assert author_text(POLICY, "gone-from-the-policy", None) == DEFAULT_TEXTS[ReasonCode.OTHER]["en"]
    assert held_text(POLICY, "de") == HELD_TEXT["de"]


def test_a_rejection_admits_an_appeal_unless_the_site_says_no_of_every_reason() -> None:
    assert is_appealable(POLICY, ["house", "spam"])
    assert is_appealable(POLICY, [])
    assert not is_appealable(POLICY, ["house"])


def test_a_text_in_neither_language_nor_english_is_told_all_the_same() -> None:
    assert in_language({"fr": "Non.", "it": "No."}, "de") == "Non."


def test_every_default_text_is_there_in_the_same_languages() -> None:
    assert {frozenset(texts) for texts in (*DEFAULT_TEXTS.values(), HELD_TEXT)} == {frozenset({"en", "de"})}
    assert set(DEFAULT_TEXTS) == set(ReasonCode)


def test_a_rule_with_a_reason_that_nobody_has_is_refused_with_near_ones() -> None:
    mistake = "version: 1\nrules:\n  - {name: x, when: links.count > 0, verdict: reject, reason: spamm}\n"
    with pytest.raises(PolicyError, match=r"policy.yaml:3:\d+: there is no reason 'spamm'; did you mean spam\?"):
        parse_policy(mistake)
