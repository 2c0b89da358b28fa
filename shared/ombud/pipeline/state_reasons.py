"""Stating reasons: what is told of a rejection to its author, and to the EU's transparency database."""

from collections.abc import Iterable
from datetime import datetime

from ombud.domain.author_reasons import ReasonCode, in_language
from ombud.domain.decision import ActorKind
from ombud.domain.statement import ILLEGAL, Statement
from ombud.domain.statement_texts import SENTENCES
from ombud.policy.document import PolicyDocument
from ombud.policy.told_reasons import author_text
from ombud.storage.rejections import Rejection


def state_reasons(
    rejection: Rejection, policy: PolicyDocument, *, language: str | None, appeal_until: datetime | None
) -> Statement:
    """State the reasons of a rejection in the policy's words and in a language, English where that is not there.

    `appeal_until` is the end of the time in which the author may appeal; None where no appeal is possible.
    """
    codes = rejection.author_reasons or (ReasonCode.OTHER.value,)
    return Statement(
        decision_id=rejection.decision_id,
        decided_at=rejection.decided_at,
        reasons=codes,
        removed=rejection.seen_before,
        ground=_ground(policy, codes, language),
        explanation=" ".join(author_text(policy, code, language) for code in codes)[:2000],
        facts=_facts(rejection, language),
        automated_detection=rejection.found_by_machine,
        automated_decision=rejection.actor_kind == ActorKind.MACHINE,
        territory=policy.statements.territory,
        redress=_redress(appeal_until, language),
        content_date=rejection.created_at.date(),
        language=rejection.language,
    )


def _ground(policy: PolicyDocument, codes: tuple[str, ...], language: str | None) -> str:
    """Name what a rejection rests on: the law before the rules, and the site's own words before any other."""
    grounds = {reason.code: reason.ground for reason in policy.reasons if reason.ground}
    if not ILLEGAL.isdisjoint(codes):
        law = in_language(SENTENCES["applicable_law"], language)
        return next((grounds[code] for code in codes if code in ILLEGAL and code in grounds), law)
    return next((grounds[code] for code in codes if code in grounds), policy.statements.rules)


def _facts(rejection: Rejection, language: str | None) -> str:
    by_software = rejection.actor_kind == ActorKind.MACHINE
    told = (
        "removed" if rejection.seen_before else "not_published",
        "found_by_software" if rejection.found_by_machine else "found_by_a_person",
        "decided_by_software" if by_software else "decided_by_a_person",
    )
    return _said(told, language, rejection.created_at)


def _redress(appeal_until: datetime | None, language: str | None) -> str:
    if appeal_until is None:
        return in_language(SENTENCES["elsewhere"], language)
    return _said(("ask_again", "elsewhere"), language, appeal_until)


def _said(names: Iterable[str], language: str | None, when: datetime) -> str:
    return " ".join(in_language(SENTENCES[name], language).format(when=when) for name in names)
