"""Judging a claimed batch: screen, score, check and decide, with no database connection held."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from time import sleep
from uuid import UUID

from ombud.domain.comment import Status
from ombud.domain.decision import Judgement
from ombud.domain.errors import ModelError
from ombud.domain.jobs import ATTEMPTS_ALLOWED
from ombud.domain.scores import ModelIdentity, TextScores
from ombud.messaging.score_cache import ScoreCache
from ombud.pipeline.check import (
    author_signals,
    language_signals,
    list_signals,
    report_signals,
    score_signals,
    text_signals,
)
from ombud.pipeline.claim import Claimed
from ombud.pipeline.decide import as_told_by_test_text, decide, hold, still_held
from ombud.pipeline.score import ScoringFailed, score
from ombud.pipeline.screen import Cascade, Case, compared
from ombud.policy.evaluation import Place, Policy
from ombud.policy.yaml_source import PolicyError
from ombud.scoring.engine import Engine

TEST_SLOW_SECONDS = 2.0

Scored = TextScores | ScoringFailed


@dataclass(frozen=True, slots=True)
class BatchJudge:
    """What a batch is judged with. `policies` are those in force, by site and version.

    The cascade spares comments the model on the sites of `screened_sites` alone.
    """

    engine: Engine | ModelError
    policies: Mapping[tuple[UUID, int], Policy | PolicyError]
    cache: ScoreCache | None = None
    cascade: Cascade | None = None
    screened_sites: Collection[UUID] = ()

    def judge(self, claimed: Sequence[Claimed]) -> list[Judgement]:
        """Judge each comment, in order. What cannot be judged is held, and none harms its batch-mates."""
        if isinstance(self.engine, ModelError):
            return [self._judge_unscored(one, self.engine) for one in claimed]
        engine = self.engine
        readable = [one for one in claimed if not _is_worn_out(one)]
        spared = self._spared(engine, readable)
        in_full = [one for one in readable if one.comment.id not in spared or self._is_sampled(one)]
        results = score(engine, [_text(one) for one in in_full], self.cache)
        scored = {one.comment.id: result for one, result in zip(in_full, results, strict=True)}
        return [self._judge_one(engine, one, scored.get(one.comment.id), spared.get(one.comment.id)) for one in claimed]

    def _spared(self, engine: Engine, readable: Sequence[Claimed]) -> dict[UUID, TextScores]:
        if self.cascade is None:
            return {}
        cases = []
        for one in readable:
            policy = self._policy(one)
            if self._may_spare(one) and policy is not None and _may_be_screened(engine, policy, one):
                cases.append(Case(one.comment.id, _text(one), policy, _place(one)))
        return self.cascade.spared(cases)

    def _is_sampled(self, one: Claimed) -> bool:
        return self.cascade is not None and self.cascade.samples(one.comment.id)

    def _judge_unscored(self, one: Claimed, error: ModelError) -> Judgement:
        policy = self._policy(one)
        if _is_worn_out(one) or policy is None:
            return _hold_unjudged(one)
        return hold("model.unavailable", f"The model could not be loaded: {error}", policy)

    def _judge_one(self, engine: Engine, one: Claimed, scored: Scored | None, spared: TextScores | None) -> Judgement:
        policy = self._policy(one)
        if _is_worn_out(one) or policy is None:
            return _hold_unjudged(one)
        if isinstance(scored, ScoringFailed):
            return hold("model.failed", f"{scored.explanation} A person should look.", policy, engine.identity)
        judgement = self._decide(engine, policy, one, scored, spared)
        return _as_told_by_test_key(one, judgement) if one.comment.is_test else judgement

    def _decide(
        self, engine: Engine, policy: Policy, one: Claimed, scored: TextScores | None, spared: TextScores | None
    ) -> Judgement:
        cascade = self.cascade if self._may_spare(one) else None
        alone = None
        if cascade is not None and spared is not None:
            alone = _decided(engine, policy, one, spared, cascade.screen.identity, cascade.signals(screened=True))
        if scored is None:
            if alone is None:
                raise AssertionError("unreachable: what is not spared is scored")
            return alone
        told = cascade.signals(screened=False) if cascade else {}
        full = _decided(engine, policy, one, scored, engine.identity, told)
        return compared(full, alone) if alone else full

    def _may_spare(self, one: Claimed) -> bool:
        return one.site.id in self.screened_sites and not one.comment.is_test

    def _policy(self, one: Claimed) -> Policy | None:
        policy = self.policies.get((one.site.id, one.site.policy_version or 0))
        return policy if isinstance(policy, Policy) else None


def _decided(
    engine: Engine,
    policy: Policy,
    one: Claimed,
    scored: TextScores,
    model: ModelIdentity,
    cascade: Mapping[str, object],
) -> Judgement:
    known_days = None
    if one.history is not None:
        known_days = round(max(0.0, (one.comment.accepted_at - one.history.known_since).total_seconds()) / 86400, 3)
    signals = {
        **text_signals(_text(one), is_reply=one.comment.parent_external_id is not None),
        **author_signals(one.history, known_days),
        **report_signals(one.reported),
        **language_signals(_text(one), one.comment.language, policy, engine.languages),
        **list_signals(policy, _text(one)),
        **score_signals(scored),
        **cascade,
    }
    judgement = decide(policy, scored, signals, _place(one), model, one.now)
    return still_held(judgement) if one.comment.state.status is Status.HELD else judgement


def _hold_unjudged(one: Claimed) -> Judgement:
    if _is_worn_out(one):
        told = f"Scoring this text failed {one.lease.attempts} times and stopped the worker, so a person should look."
        return hold("attempts.exhausted", told)
    return hold("policy.unavailable", "The site has no usable policy, so a person should look.")


def _may_be_screened(engine: Engine, policy: Policy, one: Claimed) -> bool:
    """Whether the linear model can read a text, which is English if anything, where nothing else would hold it."""
    if policy.document.unknown_language == "hold":
        return True
    signals = language_signals(_text(one), one.comment.language, policy, engine.languages)
    return bool(signals["language.known_to_model"])


def _as_told_by_test_key(one: Claimed, judgement: Judgement) -> Judgement:
    if _text(one).strip() == "ombud-test-slow":
        sleep(TEST_SLOW_SECONDS)
    return as_told_by_test_text(judgement, _text(one))


def _is_worn_out(one: Claimed) -> bool:
    return one.lease.attempts >= ATTEMPTS_ALLOWED


def _text(one: Claimed) -> str:
    return one.comment.text or ""


def _place(one: Claimed) -> Place:
    return Place(one.comment.article.get("section"), one.comment.article["id"])
