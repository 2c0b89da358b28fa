"""Stating reasons: what is told of a rejection to its author, and to the EU's transparency database."""

from datetime import datetime

from ombud.domain.author_reasons import ReasonCode
from ombud.domain.decision import ActorKind
from ombud.domain.statement import ILLEGAL, Statement
from ombud.policy.document import PolicyDocument
from ombud.policy.told_reasons import author_text
from ombud.storage.rejections import Rejection

ELSEWHERE = (
    "You can also turn to a certified body for out-of-court dispute settlement where the law gives you one, or to a "
    "court."
)

APPLICABLE_LAW = "The law that applies to the site"
"""The ground of a rejection as illegal where the policy names no provision."""


def state_reasons(
    rejection: Rejection, policy: PolicyDocument, *, language: str | None, appeal_until: datetime | None
) -> Statement:
    """State the reasons of a rejection in the policy's words.

    `appeal_until` is the end of the time in which the author may appeal; None where no appeal is possible.
    """
    codes = rejection.author_reasons or (ReasonCode.OTHER.value,)
    return Statement(
        decision_id=rejection.decision_id,
        decided_at=rejection.decided_at,
        reasons=codes,
        removed=rejection.seen_before,
        ground=_ground(policy, codes),
        explanation=" ".join(author_text(policy, code, language) for code in codes)[:2000],
        facts=_facts(rejection),
        automated_detection=rejection.found_by_machine,
        automated_decision=rejection.actor_kind == ActorKind.MACHINE,
        territory=policy.statements.territory,
        redress=_redress(appeal_until),
        content_date=rejection.created_at.date(),
        language=rejection.language,
    )


def _ground(policy: PolicyDocument, codes: tuple[str, ...]) -> str:
    """Name what a rejection rests on: the law before the rules, and the site's own words before any other."""
    grounds = {reason.code: reason.ground for reason in policy.reasons if reason.ground}
    if not ILLEGAL.isdisjoint(codes):
        return next((grounds[code] for code in codes if code in ILLEGAL and code in grounds), APPLICABLE_LAW)
    return next((grounds[code] for code in codes if code in grounds), policy.statements.rules)


def _facts(rejection: Rejection) -> str:
    what = "removed after it had been published" if rejection.seen_before else "not published"
    found = (
        "Software read the text, compared it with the rules of the site and found it to break them."
        if rejection.found_by_machine
        else "A person read the text and found it to break the rules of the site."
    )
    decided = (
        "The decision was taken by software alone."
        if rejection.actor_kind == ActorKind.MACHINE
        else "The decision was taken by a person."
    )
    return f"A reader's comment of {_day(rejection.created_at)} was {what}. {found} {decided}"


def _redress(appeal_until: datetime | None) -> str:
    if appeal_until is None:
        return ELSEWHERE
    when = f"{_day(appeal_until)}, {appeal_until:%H:%M} UTC"
    return f"You can ask the site to look at the decision again until {when}; a person will answer. {ELSEWHERE}"


def _day(when: datetime) -> str:
    return f"{when.day} {when:%B %Y}"
