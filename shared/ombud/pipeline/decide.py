"""Combining evidence into a judgement: reject over hold over approve, and what could not be evaluated means hold."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ombud.domain.decision import Judgement, Reason, Verdict, strictest
from ombud.domain.scores import ModelIdentity, TextScores
from ombud.policy.evaluation import Place, Policy
from ombud.policy.told_reasons import told_reasons
from ombud.scoring.normalise import NORMALISER_VERSION

ASSISTED = Reason(
    "automation.assist",
    "The policy would reject this, but the machine only assists here, so a person decides.",
    Verdict.HOLD,
)

UNSEEN_BY_OBSERVERS = frozenset({"rule.failed", "text.unread", "language.unknown", "default.hold"})
"""Reasons that hold a comment even where the machine only observes: what it could not evaluate, and what the newsroom
said of a whole section or article, whatever a machine thinks of the comment."""


def decide(
    policy: Policy,
    scored: TextScores,
    signals: Mapping[str, object],
    place: Place,
    model: ModelIdentity,
    now: datetime,
) -> Judgement:
    """Judge one comment. Every reason is kept, not only the one that weighed most."""
    reasons = list(policy.reasons(scored, signals, place, now))
    if scored.unread:
        reasons.append(Reason("text.unread", scored.unread, Verdict.HOLD))
    reasons += _unknown_language(policy, signals)
    verdict, note = _as_automated(policy.document.automation, reasons)
    hits = policy.shadow_hits(signals, now)
    return Judgement(
        verdict=verdict,
        reasons=(*reasons, *note),
        scores=scored.scores,
        signals={**signals, **({"shadow": hits} if hits else {})},
        model=model,
        policy_version=policy.version,
        normaliser_version=NORMALISER_VERSION,
        author_reasons=told_reasons(policy.document, verdict, reasons),
    )


def _unknown_language(policy: Policy, signals: Mapping[str, object]) -> list[Reason]:
    if policy.document.unknown_language == "score" or signals.get("language.known_to_model", True):
        return []
    code = signals.get("language.code")
    which = f"The text is in a language ({code})" if code else "This site's comments are in a language"
    return [Reason("language.unknown", f"{which} that the model does not know, so a person should look.", Verdict.HOLD)]


def _as_automated(automation: str, reasons: Sequence[Reason]) -> tuple[Verdict, tuple[Reason, ...]]:
    """Return the verdict that the machine may give by itself, and why it differs from the policy's, if it does."""
    told = strictest([reason.verdict for reason in reasons])
    if told is Verdict.REJECT and automation == "assist":
        return Verdict.HOLD, (ASSISTED,)
    if automation != "observe":
        return told, ()
    verdict = Verdict.HOLD if any(reason.code in UNSEEN_BY_OBSERVERS for reason in reasons) else Verdict.APPROVE
    if verdict is told:
        return verdict, ()
    message = f"The policy would {told} this, but the machine only observes here."
    return verdict, (Reason("automation.observe", message, verdict),)


def hold(code: str, message: str, policy: Policy | None = None, model: ModelIdentity | None = None) -> Judgement:
    """Return the judgement of whatever could not be judged: a person should look."""
    return Judgement(
        verdict=Verdict.HOLD,
        reasons=(Reason(code, message, Verdict.HOLD),),
        model=model,
        policy_version=policy.version if policy else None,
    )


def still_held(judgement: Judgement) -> Judgement:
    """Return what may be decided of a comment that waits for a person already: a second look never lets it through."""
    if judgement.verdict is not Verdict.APPROVE:
        return judgement
    waits = Reason("hold.stands", "The comment was held before, so a person decides.", Verdict.HOLD)
    return replace(judgement, verdict=Verdict.HOLD, reasons=(*judgement.reasons, waits))


def as_told_by_test_text(judgement: Judgement, text: str) -> Judgement:
    """Return what a test key's text asks for: `ombud-test-approve`, `-hold`, `-reject`. Others are judged as usual."""
    told = text.strip().removeprefix("ombud-test-")
    if told == text.strip() or told not in tuple(Verdict):
        return judgement
    verdict = Verdict(told)
    reasons = () if verdict is Verdict.APPROVE else (Reason("test.text", "The text asks for this.", verdict),)
    return replace(judgement, verdict=verdict, reasons=reasons)
