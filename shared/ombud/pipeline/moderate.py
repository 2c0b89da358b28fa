"""Moderating: claim, score, check, decide and record one batch. The worker's whole work, without Celery."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import perf_counter, sleep
from uuid import UUID

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from sqlalchemy import Connection

from ombud.domain.errors import ModelError, UnavailableError
from ombud.domain.jobs import Lane
from ombud.messaging.score_cache import ScoreCache
from ombud.observability.crash_points import crash_point
from ombud.pipeline.claim import Claimed, claim
from ombud.pipeline.judge_claimed import BatchJudge
from ombud.pipeline.record import MachineOutcome, record_machine_outcomes
from ombud.pipeline.screen import Cascade
from ombud.pipeline.watch_cascade import tallies, watch_cascade
from ombud.policy.evaluation import Policy
from ombud.policy.yaml_source import PolicyError
from ombud.scoring.engine import Engine
from ombud.storage.cascades import sites_with_cascade_off
from ombud.storage.database import Database, current_time
from ombud.storage.jobs import release_jobs
from ombud.storage.policies import policy_document

log = structlog.get_logger(__name__)

RECORD_TRIES = 5


@dataclass(slots=True)
class Moderator:
    """What one worker process needs to moderate; made after the fork. `engine` may be why the model cannot load.

    Without a `cache` every text is scored anew, without a `cascade` every text by the model itself.
    """

    database: Database
    engine: Engine | ModelError
    lanes: Sequence[Lane]
    lease: timedelta
    clock: Callable[[Connection], datetime] = current_time
    cache: ScoreCache | None = None
    cascade: Cascade | None = None
    _policies: dict[tuple[UUID, int], Policy | PolicyError] = field(default_factory=dict)
    _screened_sites: set[UUID] = field(default_factory=set)
    _alone_next: bool = False

    def moderate_batch(self) -> int:
        """Moderate one batch; returns how many jobs it held, 0 where nothing is due.

        Raises `UnavailableError` where the database stays away; leases that were taken then run out by themselves.
        """
        started = perf_counter()
        claimed = self._claim()
        if not claimed:
            return 0
        crash_point("moderate.after_claim")
        try:
            judged = self._judge().judge(claimed)
        except BaseException as error:
            # Out of time: some text may be at fault, so each is tried alone. Asked to stop: none is.
            self._release(claimed, suspect=isinstance(error, Exception))
            raise
        outcomes = [MachineOutcome(one.lease, judgement) for one, judgement in zip(claimed, judged, strict=True)]
        crash_point("moderate.before_record")
        try:
            recorded = self._record(outcomes)
        except BaseException as error:
            # The database away, out of time or asked to stop: no text's fault. Anything else may be one's.
            blameless = isinstance(error, UnavailableError | SoftTimeLimitExceeded)
            self._release(claimed, suspect=isinstance(error, Exception) and not blameless)
            raise
        crash_point("moderate.after_commit")
        self._forget_lost(claimed, recorded)
        self._watch_cascade(claimed, recorded)
        log.info(
            "moderated",
            lane=claimed[0].lease.lane.value,
            claimed=len(claimed),
            recorded=len(recorded),
            milliseconds=round((perf_counter() - started) * 1000),
        )
        return len(claimed)

    def _claim(self) -> list[Claimed]:
        # Jobs that lost a lease and all others take turns, so that neither kind can starve the other.
        self._alone_next = not self._alone_next
        with self.database.transaction() as connection:
            now = self.clock(connection)
            for alone in (self._alone_next, not self._alone_next):
                claimed = claim(connection, self.lanes, alone=alone, lease=self.lease, now=now)
                if claimed:
                    self._load_policies(connection, claimed)
                    self._load_cascades(connection, claimed)
                    return claimed
        return []

    def _load_policies(self, connection: Connection, claimed: Sequence[Claimed]) -> None:
        for site in {one.site.id: one.site for one in claimed}.values():
            if site.policy_version is None or (site.id, site.policy_version) in self._policies:
                continue
            text = policy_document(connection, site.id, site.policy_version)
            try:
                self._policies[site.id, site.policy_version] = Policy.parse(text, site.policy_version)
            except PolicyError as error:
                log.error("policy_not_usable", site=site.name, version=site.policy_version, error=str(error))
                self._policies[site.id, site.policy_version] = error

    def _load_cascades(self, connection: Connection, claimed: Sequence[Claimed]) -> None:
        """Note on which sites of a batch the cascade is on: by the policy, and not turned off for what it missed."""
        wanted = set()
        for site in {one.site.id: one.site for one in claimed}.values() if self.cascade else ():
            policy = self._policies.get((site.id, site.policy_version or 0))
            if isinstance(policy, Policy) and policy.document.cascade:
                wanted.add(site.id)
        self._screened_sites = wanted - sites_with_cascade_off(connection, wanted) if wanted else wanted

    def _judge(self) -> BatchJudge:
        return BatchJudge(self.engine, self._policies, self.cache, self.cascade, self._screened_sites)

    def _record(self, outcomes: Sequence[MachineOutcome]) -> list[MachineOutcome]:
        for attempt in range(1, RECORD_TRIES + 1):
            try:
                with self.database.transaction() as connection:
                    return record_machine_outcomes(connection, outcomes, self.clock(connection))
            except UnavailableError:
                # Compare-and-set makes a second try harmless even where the first was committed unnoticed.
                if attempt == RECORD_TRIES:
                    raise
                log.warning("record_retried", attempt=attempt)
                sleep(0.2 * 2**attempt)
        raise AssertionError("unreachable")

    def _forget_lost(self, claimed: Sequence[Claimed], recorded: Sequence[MachineOutcome]) -> None:
        """Drop the scores of texts that were edited or erased while they were scored: see `ScoreCache.forget`."""
        won = {outcome.lease.comment_id for outcome in recorded}
        if self.cache is not None:
            self.cache.forget([one.comment.text or "" for one in claimed if one.comment.id not in won])

    def _watch_cascade(self, claimed: Sequence[Claimed], recorded: Sequence[MachineOutcome]) -> None:
        """Count what was recorded, in a transaction of its own: a count that is lost now and then does no harm."""
        sites = {one.comment.id: one.site.id for one in claimed}
        counted = tallies([(sites[outcome.lease.comment_id], outcome.judgement) for outcome in recorded])
        if self.cascade is None or not counted:
            return
        try:
            with self.database.transaction() as connection:
                watch_cascade(connection, self.cascade.screen, counted, self.clock(connection))
        except UnavailableError:
            log.warning("cascade_not_counted")

    def _release(self, claimed: Sequence[Claimed], *, suspect: bool) -> None:
        try:
            with self.database.transaction() as connection:
                release_jobs(connection, [one.lease for one in claimed], suspect=suspect)
        except UnavailableError:
            log.warning("leases_left_to_expire", count=len(claimed))
