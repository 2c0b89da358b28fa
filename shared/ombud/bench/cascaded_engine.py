"""A model behind its screen, as one engine: what a site whose policy turns the cascade on gets."""

from collections.abc import Sequence
from uuid import NAMESPACE_OID, uuid5

from ombud.domain.errors import ModelError
from ombud.domain.scores import ModelIdentity, TextScores
from ombud.pipeline.judge_texts import NOWHERE
from ombud.pipeline.screen import Cascade, Case
from ombud.policy.evaluation import Policy
from ombud.policy.starter import starter_policy
from ombud.scoring.cascade import Screen
from ombud.scoring.engine import Engine
from ombud.scoring.models.catalogue import load_engine, load_screen


class CascadedEngine:
    """Spares the model what the screen finds plainly harmless under the starter policy, but for the usual sample."""

    def __init__(self, engine: Engine, screen: Screen) -> None:
        self._engine = engine
        self._cascade = Cascade(screen, secret=b"bench")
        self._policy = Policy.parse(starter_policy(), 0)

    @classmethod
    def load(cls, model: str, threads: int) -> "CascadedEngine":
        """Load a model and its screen; `ModelError` where either is missing or cannot be used."""
        engine = load_engine(model, threads)
        screen = load_screen(model, engine.identity)
        if screen is None:
            raise ModelError(f"Model '{model}' has no screen, so there is no cascade to measure.")
        return cls(engine, screen)

    @property
    def identity(self) -> ModelIdentity:
        """The full model's."""
        return self._engine.identity

    @property
    def attributes(self) -> tuple[str, ...]:
        """The full model's; a spared text has those of the linear one."""
        return self._engine.attributes

    @property
    def languages(self) -> frozenset[str] | None:
        """The full model's."""
        return self._engine.languages

    def score(self, texts: Sequence[str]) -> list[TextScores]:
        """Score each text by the screen where that is enough, else by the model."""
        cases = [Case(uuid5(NAMESPACE_OID, text), text, self._policy, NOWHERE) for text in texts]
        spared = self._cascade.spared(cases)
        full = [case for case in cases if case.comment_id not in spared or self._cascade.samples(case.comment_id)]
        scored = self._engine.score([case.text for case in full]) if full else []
        by_id = spared | {case.comment_id: result for case, result in zip(full, scored, strict=True)}
        return [by_id[case.comment_id] for case in cases]
