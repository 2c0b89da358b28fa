"""Judging the golden set: what has moved since a model's scores were stored, and how often it is right."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ombud.domain.decision import SEVERITY, Verdict
from ombud.pipeline.score_table import judge_readable
from ombud.policy.evaluation import Policy
from ombud.policy.starter import starter_policy
from ombud.scoring.engine import Engine
from ombud.scoring.golden.golden_set import ANY, GoldenText, golden_texts
from ombud.scoring.golden.stored_scores import GoldenOutcome

TOLERANCE = 1e-3
"""How far a score may move. Processors of different makes add up in different orders, which moves the last decimal."""

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class GoldenJudgement:
    """A text of the set and what a model made of it."""

    golden: GoldenText
    outcome: GoldenOutcome


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often the verdicts on one kind of text are the expected ones.

    `lenient` counts verdicts milder than expected, `strict` severer ones; texts for which any will do are not counted.
    """

    kind: str
    texts: int
    agreeing: int
    lenient: int
    strict: int


def judge_golden(engine: Engine) -> list[GoldenJudgement]:
    """Judge every text of the set under the starter policy, with the machine deciding by itself."""
    texts = golden_texts()
    policy = Policy.parse(starter_policy(automation="automatic"), 0)
    judged = judge_readable(engine, policy, [one.text for one in texts], datetime.now(UTC))
    return [
        GoldenJudgement(golden, GoldenOutcome(judgement.verdict, dict(judgement.scores)))
        for golden, judgement in zip(texts, judged, strict=True)
    ]


def what_moved(judged: Sequence[GoldenJudgement], stored: Mapping[str, GoldenOutcome]) -> list[str]:
    """Compare with what is stored; a sentence for each text whose verdict is another or whose scores moved."""
    sentences = [sentence for one in judged for sentence in _moves(one, stored.get(one.golden.key))]
    if gone := set(stored) - {one.golden.key for one in judged}:
        sentences.append(f"Stored scores of texts that are not in the set: {', '.join(sorted(gone))}.")
    return sentences


def agreement_by_kind(judged: Sequence[GoldenJudgement]) -> list[Agreement]:
    """Count, for each kind in the order of the set and then for all, how often the verdict is the expected one."""
    expected = [one for one in judged if one.golden.expected != ANY]
    kinds = dict.fromkeys(one.golden.kind for one in expected)
    by_kind = [_agreement(kind, [one for one in expected if one.golden.kind == kind]) for kind in kinds]
    return [*by_kind, _agreement("all", expected)]


def _moves(one: GoldenJudgement, stored: GoldenOutcome | None) -> Iterator[str]:
    shown = ascii(one.golden.text if len(one.golden.text) <= _SHOWN else f"{one.golden.text[: _SHOWN - 3]}...")
    if stored is None:
        yield f"{one.golden.kind}, {shown}: no scores are stored."
        return
    if one.outcome.verdict is not stored.verdict:
        yield f"{one.golden.kind}, {shown}: the verdict was {stored.verdict} and is {one.outcome.verdict}."
    for name in sorted({*stored.scores, *one.outcome.scores}):
        before, now = stored.scores.get(name), one.outcome.scores.get(name)
        if before is None or now is None or abs(before - now) > TOLERANCE:
            yield f"{one.golden.kind}, {shown}: {name} was {before} and is {now}."


def _agreement(kind: str, judged: Sequence[GoldenJudgement]) -> Agreement:
    distances = [SEVERITY[one.outcome.verdict] - SEVERITY[Verdict(one.golden.expected)] for one in judged]
    return Agreement(
        kind=kind,
        texts=len(judged),
        agreeing=sum(distance == 0 for distance in distances),
        lenient=sum(distance < 0 for distance in distances),
        strict=sum(distance > 0 for distance in distances),
    )
