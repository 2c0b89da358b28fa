"""Trying a policy's own examples: what it says of each text must be what the newsroom wrote beside it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from ombud.domain.decision import Judgement
from ombud.pipeline.judge_texts import judge_texts
from ombud.policy.evaluation import Place, Policy
from ombud.policy.judging_parts import Example
from ombud.scoring.engine import Engine


@dataclass(frozen=True, slots=True)
class FailedExample:
    """An example that came out otherwise. `number` counts from 1 in the file."""

    number: int
    example: Example
    judgement: Judgement

    def __str__(self) -> str:
        shown = self.example.text if len(self.example.text) <= 60 else f"{self.example.text[:57]}..."
        why = " ".join(reason.message for reason in self.judgement.reasons) or "Nothing speaks against it."
        wanted, got = self.example.verdict, self.judgement.verdict
        return f"example {self.number}, “{shown}”: {wanted} is wanted, but the verdict is {got}. {why}"


def failed_examples(policy: Policy, engine: Engine, now: datetime | None = None) -> list[FailedExample]:
    """Judge the policy's examples as bare texts, each alone; return those with another verdict than is wanted."""
    at = now or datetime.now(UTC)
    failed = []
    for number, example in enumerate(policy.document.examples, start=1):
        place = Place(example.section, None)
        [judgement] = judge_texts(engine, policy, [example.text], at, place=place)
        if judgement.verdict is not example.verdict:
            failed.append(FailedExample(number, example, judgement))
    return failed
