"""Statements of reasons in the format of the EU's DSA Transparency Database, API version 2, and its rules.

Source: digital-services-act/transparency-database, `resources/markdown/api-documentation-two.md`; names and limits
are those of fields that a rejected comment needs. The database itself was not asked: see docs/readers.md.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from ombud.domain.author_reasons import ReasonCode
from ombud.domain.statement import Statement

COUNTRIES: Final = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT"),
    *("LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"),
)
"""The European Economic Area: the Union's 27, and Iceland, Liechtenstein and Norway."""

CATEGORIES: Final = frozenset(
    f"STATEMENT_CATEGORY_{name}"
    for name in (
        *("ANIMAL_WELFARE", "CONSUMER_INFORMATION", "CYBER_VIOLENCE", "CYBER_VIOLENCE_AGAINST_WOMEN"),
        *("DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", "ILLEGAL_OR_HARMFUL_SPEECH", "INTELLECTUAL_PROPERTY_INFRINGEMENTS"),
        *("NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS", "NOT_SPECIFIED_NOTICE", "OTHER_VIOLATION_TC"),
        *("PROTECTION_OF_MINORS", "RISK_FOR_PUBLIC_SECURITY", "SCAMS_AND_FRAUD", "SELF_HARM"),
        *("UNSAFE_AND_PROHIBITED_PRODUCTS", "VIOLENCE"),
    )
)

_CATEGORY_OF: Mapping[str, str] = {
    ReasonCode.ABUSE: "STATEMENT_CATEGORY_CYBER_VIOLENCE",
    ReasonCode.HATE: "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
    ReasonCode.THREAT: "STATEMENT_CATEGORY_VIOLENCE",
    ReasonCode.PERSONAL_DATA: "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
    ReasonCode.LEGAL: "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
    ReasonCode.MISINFORMATION: "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS",
}

ILLEGAL = "DECISION_GROUND_ILLEGAL_CONTENT"
INCOMPATIBLE = "DECISION_GROUND_INCOMPATIBLE_CONTENT"
FREE_TEXTS: Final = {
    "decision_facts": 5000,
    "illegal_content_legal_ground": 500,
    "illegal_content_explanation": 2000,
    "incompatible_content_ground": 500,
    "incompatible_content_explanation": 2000,
}
"""Fields that hold prose, with the most characters of each."""


def as_transparency_record(statement: Statement) -> dict[str, Any]:
    """Return a statement as the database takes it; `puid` is the decision's own id, so it is stable and unique."""
    ground, explanation = (
        ("illegal_content_legal_ground", "illegal_content_explanation")
        if statement.illegal
        else ("incompatible_content_ground", "incompatible_content_explanation")
    )
    language = (statement.language or "").partition("-")[0].upper()
    return {
        "decision_visibility": [f"DECISION_VISIBILITY_CONTENT_{'REMOVED' if statement.removed else 'DISABLED'}"],
        "decision_ground": ILLEGAL if statement.illegal else INCOMPATIBLE,
        ground: statement.ground,
        explanation: statement.explanation,
        "decision_facts": statement.facts,
        "content_type": ["CONTENT_TYPE_TEXT"],
        "category": _CATEGORY_OF.get(statement.reasons[0], "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"),
        **({"content_language": language} if len(language) == 2 else {}),
        "content_date": statement.content_date.isoformat(),
        "application_date": statement.decided_at.date().isoformat(),
        "territorial_scope": sorted(statement.territory),
        "source_type": "SOURCE_VOLUNTARY",
        "automated_detection": "Yes" if statement.automated_detection else "No",
        "automated_decision": f"AUTOMATED_DECISION_{'FULLY' if statement.automated_decision else 'NOT_AUTOMATED'}",
        "puid": str(statement.decision_id),
    }


def _one_of(*allowed: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in allowed


def _some_of(*allowed: str) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, list) and bool(value) and len(set(value)) == len(value) and set(value) <= set(allowed)
    )


def _prose(most: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and bool(value.strip()) and len(value) <= most


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value) == 10 and date.fromisoformat(value) >= date(2000, 1, 1)
    except ValueError:
        return False


def _matches(pattern: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) is not None


_REQUIRED: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "decision_visibility": (
        _some_of("DECISION_VISIBILITY_CONTENT_REMOVED", "DECISION_VISIBILITY_CONTENT_DISABLED"),
        "must list what became of the content",
    ),
    "decision_ground": (_one_of(ILLEGAL, INCOMPATIBLE), f"must be {ILLEGAL} or {INCOMPATIBLE}"),
    "decision_facts": (_prose(FREE_TEXTS["decision_facts"]), "must be a text of 1 to 5000 characters"),
    "content_type": (_some_of("CONTENT_TYPE_TEXT"), "must list CONTENT_TYPE_TEXT"),
    "category": (_one_of(*CATEGORIES), "must be one of the database's categories"),
    "content_date": (_is_date, "must be a day, as YYYY-MM-DD, from 2000 on"),
    "application_date": (_is_date, "must be a day, as YYYY-MM-DD, from 2000 on"),
    "territorial_scope": (_some_of(*COUNTRIES), "must list countries of the European Economic Area"),
    "source_type": (
        _one_of("SOURCE_ARTICLE_16", "SOURCE_TRUSTED_FLAGGER", "SOURCE_VOLUNTARY"),
        "must be one of the database's sources",
    ),
    "automated_detection": (_one_of("Yes", "No"), "must be Yes or No"),
    "automated_decision": (
        _one_of("AUTOMATED_DECISION_FULLY", "AUTOMATED_DECISION_PARTIALLY", "AUTOMATED_DECISION_NOT_AUTOMATED"),
        "must say how far the decision was automated",
    ),
    "puid": (_matches(r"[A-Za-z0-9_-]{1,500}"), "must be 1 to 500 letters, digits, hyphens or underscores"),
}
_OPTIONAL: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "content_language": (_matches(r"[A-Z]{2}"), "must be a language in two capitals, such as EN"),
}
_OF_GROUND = {
    ILLEGAL: ("illegal_content_legal_ground", "illegal_content_explanation"),
    INCOMPATIBLE: ("incompatible_content_ground", "incompatible_content_explanation"),
}


def faults(record: Mapping[str, Any]) -> list[str]:
    """Say what the database's rules have against a record, a sentence for each field; none where it can be sent."""
    rules = {**_REQUIRED}
    for name in _OF_GROUND.get(record.get("decision_ground", ""), ()):
        rules[name] = (_prose(FREE_TEXTS[name]), f"must be a text of 1 to {FREE_TEXTS[name]} characters")
    found = [f"{name} {told}" for name, (holds, told) in rules.items() if not holds(record.get(name))]
    for name in record.keys() - rules.keys():
        holds, told = _OPTIONAL.get(name, (lambda _: False, "is not a field of this record"))
        found += [] if holds(record[name]) else [f"{name} {told}"]
    return sorted(found)
