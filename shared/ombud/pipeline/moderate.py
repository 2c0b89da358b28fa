"""Moderating: claim, score, check, decide and record one batch. The worker's whole work, without Celery."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import perf_counter, sleep
from uuid import UUID

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from sqlalchemy import Connection

from ombud.domain.comment import Status
from ombud.domain.decision import Judgement
from ombud.domain.errors import ModelError, UnavailableError
from ombud.domain.jobs import ATTEMPTS_ALLOWED, Lane
from ombud.domain.scores import ModelIdentity, TextScores
from ombud.messaging.score_cache import ScoreCache
from ombud.observability.crash_points import crash_point
from ombud.pipeline.check import (
    author_signals,
    language_signals,
    list_signals,
    report_signals,
    score_signals,
    text_signals,
)
from ombud.pipeline.claim import Claimed, claim
from ombud.pipeline.decide import as_told_by_test_text, decide, hold, still_held
from ombud.pipeline.record import MachineOutcome, record_machine_outcomes
from ombud.pipeline.score import ScoringFailed, score
from ombud.policy.evaluation import Place, Policy
from ombud.policy.yaml_source import PolicyError
from ombud.scoring.engine import Engine
from ombud.storage.database import Database, current_time
from ombud.storage.jobs import release_jobs
from ombud.storage.policies import policy_document

log = structlog.get_logger(__name__)

RECORD_TRIES = 5
TEST_SLOW_SECONDS = 2.0


@dataclass(slots=True)
class Moderator:
    """What one worker process needs to moderate; made after the fork. `engine` is None where the model cannot load."""

    database: Database
    engine: Engine | ModelError
    lanes: Sequence[Lane]
    lease: timedelta
    clock: Callable[[Connection], datetime] = current_time
    cache: ScoreCache | None = None
    _policies: dict[tuple[UUID, int], Policy | PolicyError] = field(default_factory=dict)
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
            judged = self._judge(claimed)
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

    def _judge(self, claimed: Sequence[Claimed]) -> list[Judgement]:
        worn_out = {one.comment.id for one in claimed if one.lease.attempts >= ATTEMPTS_ALLOWED}
        readable = [one for one in claimed if one.comment.id not in worn_out]
        scored: dict[UUID, TextScores | ScoringFailed] = {}
        if not isinstance(self.engine, ModelError):
            results = score(self.engine, [one.comment.text or "" for one in readable], self.cache)
            scored = {one.comment.id: result for one, result in zip(readable, results, strict=True)}
        return [self._judge_one(one, scored.get(one.comment.id)) for one in claimed]

    def _judge_one(self, one: Claimed, scored: TextScores | ScoringFailed | None) -> Judgement:
        policy = self._policies.get((one.site.id, one.site.policy_version or 0))
        if one.lease.attempts >= ATTEMPTS_ALLOWED:
            told = (
                f"Scoring this text failed {one.lease.attempts} times and stopped the worker, so a person should look."
            )
            return hold("attempts.exhausted", told)
        if not isinstance(policy, Policy):
            return hold("policy.unavailable", "The site has no usable policy, so a person should look.")
        if scored is None or isinstance(self.engine, ModelError):
            return hold("model.unavailable", f"The model could not be loaded: {self.engine}", policy)
        model: ModelIdentity = self.engine.identity
        if isinstance(scored, ScoringFailed):
            return hold("model.failed", f"{scored.explanation} A person should look.", policy, model)
        judgement = decide(policy, scored, _signals(policy, one, scored, self.engine), _place(one), model, one.now)
        if one.comment.state.status is Status.HELD:
            judgement = still_held(judgement)
        if not one.comment.is_test:
            return judgement
        text = one.comment.text or ""
        if text.strip() == "ombud-test-slow":
            sleep(TEST_SLOW_SECONDS)
        return as_told_by_test_text(judgement, text)

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

    def _release(self, claimed: Sequence[Claimed], *, suspect: bool) -> None:
        try:
            with self.database.transaction() as connection:
                release_jobs(connection, [one.lease for one in claimed], suspect=suspect)
        except UnavailableError:
            log.warning("leases_left_to_expire", count=len(claimed))


def _signals(policy: Policy, one: Claimed, scored: TextScores, engine: Engine) -> dict[str, object]:
    known_days = None
    if one.history is not None:
        known_days = round(max(0.0, (one.comment.accepted_at - one.history.known_since).total_seconds()) / 86400, 3)
    return {
        **text_signals(one.comment.text or "", is_reply=one.comment.parent_external_id is not None),
        **author_signals(one.history, known_days),
        **report_signals(one.reported),
        **language_signals(one.comment.text or "", one.comment.language, policy, engine.languages),
        **list_signals(policy, one.comment.text or ""),
        **score_signals(scored),
    }


def _place(one: Claimed) -> Place:
    return Place(one.comment.article.get("section"), one.comment.article["id"])
