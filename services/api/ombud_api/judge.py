"""Judging a text in the API's own process, storing nothing: for a nudge before posting, and for doors."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from threading import Lock
from uuid import UUID

import structlog

from ombud.domain.decision import Judgement
from ombud.domain.errors import ModelError
from ombud.domain.scores import TextScores
from ombud.messaging.score_cache import ScoreCache
from ombud.pipeline.check import language_signals, list_signals, score_signals, text_signals
from ombud.pipeline.decide import decide, hold
from ombud.pipeline.score import ScoringFailed, score
from ombud.policy.evaluation import Place, Policy
from ombud.policy.yaml_source import PolicyError
from ombud.scoring.engine import Engine
from ombud.scoring.models.catalogue import load_engine
from ombud.storage.database import Database, current_time
from ombud.storage.policies import policy_document
from ombud.storage.sites import Site

log = structlog.get_logger(__name__)


class Judge:
    """Scores and judges single texts with the site's policy in force. One engine, one text at a time."""

    def __init__(self, database: Database, model: str, cache: ScoreCache | None = None) -> None:
        self._database = database
        self._model = model
        self._cache = cache
        self._engine: Engine | ModelError | None = None
        self._policies: dict[tuple[UUID, int], Policy] = {}
        self._lock = Lock()

    def load(self) -> ModelError | None:
        """Load the model, if it is not loaded yet; returns why it cannot be."""
        with self._lock:
            if self._engine is None:
                try:
                    self._engine = load_engine(self._model)
                except ModelError as error:
                    log.error("model_not_loaded", model=self._model, error=str(error))
                    self._engine = error
            return self._engine if isinstance(self._engine, ModelError) else None

    def score(self, texts: Sequence[str]) -> list[TextScores | ScoringFailed]:
        """Score texts without judging them; `ModelError` where the model cannot be loaded."""
        missing = self.load()
        if missing is not None:
            raise missing
        engine = self._engine
        if engine is None or isinstance(engine, ModelError):
            raise AssertionError("unreachable: the engine was just loaded")
        with self._lock:
            return score(engine, texts)

    def judge(
        self, site: Site, text: str, place: Place, author: Mapping[str, object], *, language: str | None = None
    ) -> Judgement:
        """Judge one text. `author` holds what the caller told as signals; others are absent.

        `language` is the text's as the caller told it, a BCP 47 tag.
        """
        missing = self.load()
        if missing is not None:
            return hold("model.unavailable", f"The model could not be loaded: {missing}")
        try:
            policy, now = self._policy_now(site)
        except PolicyError:
            return hold("policy.unavailable", "The site has no usable policy, so a person should look.")
        engine = self._engine
        if engine is None or isinstance(engine, ModelError):
            raise AssertionError("unreachable: the engine was just loaded")
        with self._lock:
            scored = score(engine, [text], self._cache)[0]
        if isinstance(scored, ScoringFailed):
            return hold("model.failed", scored.explanation, policy, engine.identity)
        signals = {
            **text_signals(text, is_reply=False),
            **author,
            **language_signals(text, language, policy, engine.languages),
            **list_signals(policy, text),
            **score_signals(scored),
        }
        return decide(policy, scored, signals, place, engine.identity, now)

    def _policy_now(self, site: Site) -> tuple[Policy, datetime]:
        version = site.policy_version
        if version is None:
            raise PolicyError("The site has no policy yet.")
        with self._database.transaction() as connection:
            now = current_time(connection)
            if (site.id, version) not in self._policies:
                text = policy_document(connection, site.id, version)
                self._policies[site.id, version] = Policy.parse(text, version)
        return self._policies[site.id, version], now
