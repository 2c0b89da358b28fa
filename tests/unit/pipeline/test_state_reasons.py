"""Statements of reasons, in words."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from ombud.domain.dsa_format import FREE_TEXTS
from ombud.domain.personal_data import personal_data_in
from ombud.domain.statement_texts import SENTENCES
from ombud.pipeline.export_statements import exported
from ombud.pipeline.state_reasons import state_reasons
from ombud.policy.document import PolicyDocument
from ombud.policy.parse import parse_policy
from ombud.storage.rejections import Rejection

PLAIN = parse_policy("version: 1\n")
OWN = parse_policy(
    """
version: 1
reasons:
  - {code: legal, key: 1, author_text: Forbidden., ground: Section 185 of the penal code}
  - {code: spam, key: 2, author_text: No adverts., ground: Rule 7}
statements: {rules: Netiquette, territory: [FR]}
"""
)
REJECTION = Rejection(
    decision_id=UUID("019ab0c4-5f1e-7c3a-9d2e-8b7f6a5c4d3e"),
    decided_at=datetime(2026, 11, 24, 9, 5, tzinfo=UTC),
    actor_kind="machine",
    author_reasons=("abuse", "spam"),
    policy_version=1,
    found_by_machine=True,
    seen_before=False,
    created_at=datetime(2026, 11, 3, 8, 0, tzinfo=UTC),
    language="de",
    author_id="u-5",
    author_name="Ada",
    text="Something rude that is long enough to be quoted.",
)


def test_a_statement_is_made_of_whole_sentences_in_the_language_that_is_asked_for() -> None:
    until = datetime(2026, 12, 8, 9, 5, tzinfo=UTC)
    told = state_reasons(REJECTION, PLAIN, language="en", appeal_until=until)
    assert told.facts.startswith("A reader's comment of 3 November 2026 was not published. Software read")
    assert told.redress.startswith(
        "You can ask the site to look at the decision again until 8 December 2026, 09:05 UTC"
    )
    german = state_reasons(REJECTION, PLAIN, language="de-CH", appeal_until=until)
    assert german.facts.startswith("Ein Leserkommentar vom 3.11.2026 wurde nicht veröffentlicht. Eine Software")
    assert german.explanation.startswith("Er greift")
    assert "8.12.2026, 09:05 UTC" in german.redress


def test_where_no_appeal_is_possible_the_other_ways_are_told() -> None:
    told = state_reasons(REJECTION, PLAIN, language="fr", appeal_until=None)
    assert told.redress == SENTENCES["elsewhere"]["en"]


def test_the_ground_is_the_law_before_the_rules_and_the_sites_own_words_before_any_other() -> None:
    def ground(*codes: str, policy: PolicyDocument = OWN) -> str:
        rejection = replace(REJECTION, author_reasons=codes)
        return state_reasons(rejection, policy, language="en", appeal_until=None).ground

    assert ground("abuse") == "Netiquette"
    assert ground("abuse", "spam") == "Rule 7"
    assert ground("spam", "legal") == "Section 185 of the penal code"
    assert ground("legal", policy=PLAIN) == "The law that applies to the site"
    assert ground() == "Netiquette"


def test_every_sentence_is_there_in_both_languages_and_holds_nothing_personal() -> None:
    when = datetime(2026, 1, 9, 7, 0, tzinfo=UTC)
    for name, texts in SENTENCES.items():
        assert set(texts) == {"en", "de"}, name
        assert personal_data_in([texts["en"].format(when=when)], names=[], written=[]) == []


def test_what_goes_out_is_english_short_enough_and_without_fault() -> None:
    one = exported(REJECTION, PLAIN)
    assert one.faults == ()
    assert all(len(one.record[name]) <= most for name, most in FREE_TEXTS.items() if name in one.record)
    assert one.record["decision_facts"].startswith("A reader's comment of 3 November 2026")
