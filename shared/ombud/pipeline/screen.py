"""Screening: which comments of a batch are plainly harmless, and need no full model. Only where a policy says so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from uuid import UUID

from ombud.domain.cascade import Tally
from ombud.domain.decision import SEVERITY, Judgement, Verdict, strictest
from ombud.domain.scores import TextScores
from ombud.policy.evaluation import Place, Policy
from ombud.scoring.cascade import Screen

SCREENED = "cascade.screened"
MISSED = "cascade.missed"
BY = "cascade.screen"
"""Signals of a comment where a cascade is on: whether the screen decided it, in the sample whether it would have missed
it, and the screen's version."""

ONE_IN = 50


@dataclass(frozen=True, slots=True)
class Case:
    """A comment that might be spared: what the screen has to know of it."""

    comment_id: UUID
    text: str
    policy: Policy
    place: Place


@dataclass(frozen=True, slots=True)
class Cascade:
    """The screen of the model in use. `secret` keeps anybody from telling which comments are in the sample."""

    screen: Screen
    secret: bytes

    def spared(self, cases: Sequence[Case]) -> dict[UUID, TextScores]:
        """Return the linear model's scores of the comments that are plainly harmless, by id."""
        glances = self.screen.look([case.text for case in cases])
        return {
            case.comment_id: glance.scored
            for case, glance in zip(cases, glances, strict=True)
            if self.screen.spares(glance, case.policy.least_thresholds(case.place))
        }

    def samples(self, comment_id: UUID) -> bool:
        """Whether a comment, if spared, is scored in full all the same: two in a hundred are, always the same."""
        key = blake2b(self.secret, digest_size=32, person=b"ombud.sample").digest()
        drawn = blake2b(comment_id.bytes, key=key, digest_size=8).digest()
        return int.from_bytes(drawn) % ONE_IN == 0

    def signals(self, *, screened: bool) -> dict[str, object]:
        """Signals of a comment where the cascade is on."""
        return {SCREENED: screened, BY: self.screen.version}


def limits_of(policy: Policy, screen: Screen | None) -> list[str]:
    """Say where a policy's cascade spares nothing, because a model has no screen or a threshold is too low for it."""
    if screen is None:
        return ["cascade (the model has no screen, so every comment is scored in full)"]
    found = []
    for place in policy.all_places():
        low = screen.too_low(policy.least_thresholds(place))
        if low:
            where = f"section {place.section}" if place.section else f"article {place.article_id}"
            if place == Place(None, None):
                where = "the whole site"
            lowest = ", ".join(f"{name} {screen.fit.thresholds[name]:.2f}" for name in low)
            found.append(f"cascade on {where} (the screen was set for thresholds from {lowest})")
    return found


def compared(judgement: Judgement, as_screened: Judgement) -> Judgement:
    """Return the full model's judgement of a sampled comment, with whether the screen would have missed something."""
    missed = SEVERITY[_told(judgement)] > SEVERITY[_told(as_screened)]
    return replace(judgement, signals={**judgement.signals, MISSED: missed})


def tally(judgement: Judgement) -> Tally:
    """Count one recorded judgement of a site whose cascade was on; nothing where it was off."""
    signals = judgement.signals
    if MISSED in signals:
        return Tally(sampled=1, missed=int(bool(signals[MISSED])))
    if SCREENED not in signals:
        return Tally()
    if signals[SCREENED]:
        return Tally(screened=1)
    return Tally(caught=int(any(reason.attribute or reason.code == "text.unread" for reason in judgement.reasons)))


def _told(judgement: Judgement) -> Verdict:
    """Return the strictest verdict of any reason, whatever the machine may decide by itself."""
    return strictest([reason.verdict for reason in judgement.reasons])
