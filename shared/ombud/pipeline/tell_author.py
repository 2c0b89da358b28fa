"""Telling authors where their comment stands: why, for how long, and what they can do. Nothing that helps to probe."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from ombud.domain.author_reasons import ReasonCode
from ombud.domain.comment import Status
from ombud.pipeline.appeal import Appealable, AppealRight, appeal_right
from ombud.pipeline.state_reasons import state_reasons
from ombud.policy.document import PolicyDocument
from ombud.policy.told_reasons import author_text, held_text
from ombud.storage.rejections import rejection
from ombud.storage.waits import Waits
from ombud.storage.whole_comments import WholeComment

FEWEST_WAITS = 10
"""Below so many decisions of people in the last days, nothing is said of how long they usually take."""
LOOKED_BACK = timedelta(days=7)


def author_status(
    connection: Connection,
    comment: WholeComment,
    policy: PolicyDocument,
    waits: Waits | None,
    language: str | None,
    now: datetime,
) -> dict[str, Any]:
    """Return what the author of a comment may be told, in a language or else in that of the comment."""
    spoken = language or comment.language
    right = appeal_right(connection, comment, policy, now)
    return {
        "id": comment.id,
        "external_id": comment.external_id,
        "revision": comment.state.revision,
        "state": comment.state.status,
        "reasons": _reasons(comment, policy, spoken),
        "usual_wait": usual_wait(waits) if comment.state.status is Status.HELD else None,
        "appeal": _appeal(right, policy),
        "statement": _statement(connection, comment, policy, right, spoken),
    }


def usual_wait(waits: Waits | None) -> dict[str, int] | None:
    """Return how many minutes comments waited, rounded up; None where there were too few to say."""
    if waits is None or waits.count < FEWEST_WAITS:
        return None
    return {"half_within_minutes": _minutes(waits.half), "nine_in_ten_within_minutes": _minutes(waits.nine_in_ten)}


def _minutes(duration: timedelta) -> int:
    return max(1, -(duration // timedelta(minutes=-1)))


def _reasons(comment: WholeComment, policy: PolicyDocument, language: str | None) -> list[dict[str, str]]:
    if comment.state.status is Status.HELD:
        return [{"code": "held", "text": held_text(policy, language)}]
    if comment.state.status is not Status.REJECTED or comment.decision is None:
        return []
    codes = comment.decision["author_reasons"] or [ReasonCode.OTHER.value]
    return [{"code": code, "text": author_text(policy, code, language)} for code in codes]


def _appeal(right: AppealRight, policy: PolicyDocument) -> dict[str, Any]:
    return {
        "possible": right.appealable is Appealable.POSSIBLE,
        "until": right.until,
        "length": policy.appeals.length,
        "opened": right.appeal.as_json() if right.appeal else None,
    }


def _statement(
    connection: Connection, comment: WholeComment, policy: PolicyDocument, right: AppealRight, language: str | None
) -> dict[str, Any] | None:
    if comment.state.status is not Status.REJECTED or comment.decision is None:
        return None
    found = rejection(connection, comment.decision["id"])
    if found is None:
        return None
    until = right.until if right.appealable is Appealable.POSSIBLE else None
    return state_reasons(found, policy, language=language, appeal_until=until).as_json()
