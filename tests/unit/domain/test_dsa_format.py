"""The transparency database's format: every rule refuses what breaks it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from ombud.domain.author_reasons import ReasonCode
from ombud.domain.dsa_format import CATEGORIES, COUNTRIES, as_transparency_record, faults
from ombud.domain.statement import Statement

STATEMENT = Statement(
    decision_id=UUID("019ab0c4-5f1e-7c3a-9d2e-8b7f6a5c4d3e"),
    decided_at=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    reasons=("abuse", "spam"),
    removed=False,
    ground="Netiquette, section 2",
    explanation="It attacks or insults another person.",
    facts="A reader's comment of 23 November 2026 was not published.",
    automated_detection=True,
    automated_decision=True,
    territory=("DE", "AT"),
    redress="You can ask for another look.",
    content_date=date(2026, 11, 23),
    language="de-AT",
)
GOOD = as_transparency_record(STATEMENT)


def test_a_rejection_by_the_sites_rules_is_incompatible_content() -> None:
    assert GOOD == {
        "decision_visibility": ["DECISION_VISIBILITY_CONTENT_DISABLED"],
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": "Netiquette, section 2",
        "incompatible_content_explanation": "It attacks or insults another person.",
        "decision_facts": "A reader's comment of 23 November 2026 was not published.",
        "content_type": ["CONTENT_TYPE_TEXT"],
        "category": "STATEMENT_CATEGORY_CYBER_VIOLENCE",
        "content_language": "DE",
        "content_date": "2026-11-23",
        "application_date": "2026-11-24",
        "territorial_scope": ["AT", "DE"],
        "source_type": "SOURCE_VOLUNTARY",
        "automated_detection": "Yes",
        "automated_decision": "AUTOMATED_DECISION_FULLY",
        "puid": "019ab0c4-5f1e-7c3a-9d2e-8b7f6a5c4d3e",
    }
    assert faults(GOOD) == []


def test_a_removal_on_legal_grounds_by_a_person_is_told_as_that() -> None:
    by_law = replace(STATEMENT, reasons=("legal",), removed=True, automated_decision=False, language=None)
    record = as_transparency_record(by_law)
    assert record["decision_ground"] == "DECISION_GROUND_ILLEGAL_CONTENT"
    assert record["illegal_content_legal_ground"] == "Netiquette, section 2"
    assert record["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_REMOVED"]
    assert record["automated_decision"] == "AUTOMATED_DECISION_NOT_AUTOMATED"
    assert "content_language" not in record
    assert faults(record) == []


@pytest.mark.parametrize("code", [*ReasonCode, "a-code-of-the-sites-own"])
def test_every_reason_has_a_category_of_the_databases(code: str) -> None:
    record = as_transparency_record(replace(STATEMENT, reasons=(code,)))
    assert record["category"] in CATEGORIES
    assert faults(record) == []


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("decision_visibility", []),
        ("decision_visibility", "DECISION_VISIBILITY_CONTENT_REMOVED"),
        ("decision_visibility", ["DECISION_VISIBILITY_CONTENT_BURIED"]),
        ("decision_ground", "DECISION_GROUND_WHIM"),
        ("incompatible_content_ground", ""),
        ("incompatible_content_ground", "x" * 501),
        ("incompatible_content_explanation", " "),
        ("incompatible_content_explanation", "x" * 2001),
        ("decision_facts", None),
        ("decision_facts", "x" * 5001),
        ("content_type", ["CONTENT_TYPE_SMELL"]),
        ("category", "STATEMENT_CATEGORY_RUDENESS"),
        ("content_language", "de"),
        ("content_language", "DEU"),
        ("content_date", "24.11.2026"),
        ("content_date", "2026-02-30"),
        ("application_date", "1999-12-31"),
        ("application_date", datetime(2026, 11, 24, tzinfo=UTC)),
        ("territorial_scope", []),
        ("territorial_scope", ["DE", "DE"]),
        ("territorial_scope", ["US"]),
        ("source_type", "SOURCE_HEARSAY"),
        ("automated_detection", True),
        ("automated_decision", "Yes"),
        ("puid", ""),
        ("puid", "has a space"),
        ("puid", "x" * 501),
    ],
)
def test_each_rule_refuses_what_breaks_it_and_names_the_field(field: str, wrong: Any) -> None:
    found = faults(GOOD | {field: wrong})
    assert found
    assert any(one.startswith(f"{field} must") for one in found)


@pytest.mark.parametrize("field", [name for name in GOOD if name != "content_language"])
def test_every_field_but_the_language_is_required(field: str) -> None:
    assert any(one.startswith(f"{field} must") for one in faults({k: v for k, v in GOOD.items() if k != field}))


def test_the_ground_of_the_other_kind_and_strange_fields_are_refused() -> None:
    strange = GOOD | {"illegal_content_legal_ground": "x", "author": "Ada"}
    assert faults(strange) == [
        "author is not a field of this record",
        "illegal_content_legal_ground is not a field of this record",
    ]


def test_there_are_thirty_countries_and_sixteen_categories() -> None:
    assert (len(set(COUNTRIES)), len(CATEGORIES)) == (30, 16)
