"""Judging bare texts: what a policy and a model make of them. Nothing is known of authors, and nothing is stored."""

from collections.abc import Sequence
from datetime import datetime

from ombud.domain.decision import Judgement
from ombud.domain.scores import TextScores
from ombud.pipeline.check import language_signals, list_signals, score_signals, text_signals
from ombud.pipeline.decide import decide, hold
from ombud.pipeline.score import ScoringFailed, score
from ombud.policy.evaluation import Place, Policy
from ombud.scoring.engine import Engine

NOWHERE = Place(None, None)


def judge_texts(
    engine: Engine, policy: Policy, texts: Sequence[str], now: datetime, *, place: Place = NOWHERE
) -> list[Judgement]:
    """Judge texts as one batch, in order. Signals of the author are absent: rules that need them do not apply."""
    results = score(engine, texts)
    return [_judge(engine, policy, text, scored, place, now) for text, scored in zip(texts, results, strict=True)]


def _judge(
    engine: Engine, policy: Policy, text: str, scored: TextScores | ScoringFailed, place: Place, now: datetime
) -> Judgement:
    if isinstance(scored, ScoringFailed):
        return hold("model.failed", f"{scored.explanation} A person should look.", policy, engine.identity)
    signals = {
        **text_signals(text, is_reply=False),
        **language_signals(text, None, policy, engine.languages),
        **list_signals(policy, text),
        **score_signals(scored),
    }
    return decide(policy, scored, signals, place, engine.identity, now)
