"""A decision that was taken in the site's own admin. It ends in the same `record` as every other."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from ombud.domain.comment import Status
from ombud.domain.decision import Actor, ActorKind, Cause, Judgement, Reason, Verdict
from ombud.pipeline.appeal import announce_decided, overtake_appeals
from ombud.pipeline.policy_in_force import PLAIN
from ombud.pipeline.record import record_one
from ombud.policy.document import PolicyDocument
from ombud.policy.told_reasons import SITE_TOLD, told_reasons
from ombud.storage.comments import lock_comments
from ombud.storage.jobs import drop_job


@dataclass(frozen=True, slots=True)
class SiteDecision:
    """What somebody at the site decided, and why. A `reason` that is a code of the policy's is told to the author."""

    verdict: Verdict
    actor: str
    reason: str | None


def decide_by_site(
    connection: Connection,
    site_id: UUID,
    comment_id: UUID,
    decision: SiteDecision,
    now: datetime,
    policy: PolicyDocument = PLAIN,
) -> bool:
    """Record the decision on the present revision; False where there is no such comment or it was erased.

    A person decides over the machine: a job that is still waiting goes, and an open appeal needs no answer any more.
    """
    comment = lock_comments(connection, [comment_id]).get(comment_id)
    if comment is None or comment.site_id != site_id or comment.state.status is Status.ERASED:
        return False
    drop_job(connection, comment_id)
    overtaken = overtake_appeals(connection, comment_id, now)
    reasons = (Reason(SITE_TOLD, decision.reason, decision.verdict),) if decision.reason else ()
    told = told_reasons(policy, decision.verdict, reasons)
    judgement = Judgement(decision.verdict, reasons, author_reasons=told)
    record_one(connection, comment, Cause.SITE, Actor(ActorKind.SITE, decision.actor), judgement, now)
    announce_decided(connection, overtaken, now)
    return True
