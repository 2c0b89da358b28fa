"""From the evidence of a decision to what its author is told: codes of reasons first, then words."""

from collections.abc import Iterable, Sequence

from ombud.domain.author_reasons import DEFAULT_TEXTS, HELD_TEXT, ReasonCode, Texts, in_language, reason_of_attribute
from ombud.domain.decision import Reason, Verdict
from ombud.policy.document import PolicyDocument

SITE_TOLD = "site.told"
"""Code of the reason that comes with a decision of the site's own people."""


def told_reasons(document: PolicyDocument, verdict: Verdict, reasons: Iterable[Reason]) -> tuple[str, ...]:
    """Return the codes of what the author of a rejected comment is told, severest first; none for other verdicts.

    Only what rejects is told. What merely holds would tell which rule to write around.
    """
    if verdict is not Verdict.REJECT:
        return ()
    rules = {rule.name: rule.reason for rule in document.rules}
    codes = [_code(document, rules, reason) for reason in reasons if reason.verdict is Verdict.REJECT]
    return tuple(dict.fromkeys(codes)) or (ReasonCode.OTHER.value,)


def _code(document: PolicyDocument, rules: dict[str, str | None], reason: Reason) -> str:
    if reason.attribute is not None:
        return reason_of_attribute(reason.attribute).value
    if reason.rule is not None:
        return rules.get(reason.rule) or ReasonCode.OTHER.value
    if reason.code == SITE_TOLD and reason.message in document.reason_codes:
        return reason.message
    return ReasonCode.OTHER.value


def author_text(document: PolicyDocument, code: str, language: str | None) -> str:
    """Return what the author reads: the site's own words, else the default ones; other codes read as `other`."""
    own: dict[str, Texts] = {reason.code: reason.author_text for reason in document.reasons}
    texts = own.get(code) or DEFAULT_TEXTS.get(code) or own.get(ReasonCode.OTHER) or DEFAULT_TEXTS[ReasonCode.OTHER]
    return in_language(texts, language)


def held_text(document: PolicyDocument, language: str | None) -> str:
    """Return what the author of a held comment reads."""
    return in_language(document.held_text or HELD_TEXT, language)


def is_appealable(document: PolicyDocument, codes: Sequence[str]) -> bool:
    """Whether a rejection for these reasons can be appealed: unless the site says no of every one of them."""
    closed = {reason.code for reason in document.reasons if not reason.appealable}
    return not codes or any(code not in closed for code in codes)
