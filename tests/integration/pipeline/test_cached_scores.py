"""Scores that are remembered between comments, and forgotten with an erased one."""

from collections.abc import Sequence

import pytest
from redis import Redis

from ombud.domain.comment import Status
from ombud.domain.scores import TextScores
from ombud.messaging.score_cache import ScoreCache
from ombud.pipeline.erase import Receipt, erase
from ombud.pipeline.moderate import Moderator
from ombud.scoring.deterministic import DeterministicEngine
from ombud.storage.database import current_time
from tests.integration.pipeline.conftest import Newsroom

RUDE = "score:toxicity=0.7 and a fountain"


class CountingEngine(DeterministicEngine):
    """The deterministic engine, which remembers what it was asked about."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def score(self, texts: Sequence[str]) -> list[TextScores]:
        self.asked += texts
        return super().score(texts)


@pytest.fixture
def engine(newsroom: Newsroom) -> CountingEngine:
    newsroom.engine = CountingEngine()
    return newsroom.engine


@pytest.fixture
def cache(valkey_url: str) -> ScoreCache:
    with Redis.from_url(valkey_url) as valkey:
        valkey.delete(*(valkey.keys("ombud:scores:*") or ["none"]))
    return ScoreCache(valkey_url, b"a secret of thirty-two bytes ...", patience=5.0)


@pytest.fixture
def moderator(newsroom: Newsroom, engine: CountingEngine, cache: ScoreCache) -> Moderator:
    moderator = newsroom.moderator()
    moderator.cache = cache
    return moderator


def erased(newsroom: Newsroom, comment_id: object) -> Receipt:
    with newsroom.database.transaction() as connection:
        receipt = erase(connection, newsroom.site.id, comment_id, current_time(connection))  # type: ignore[arg-type]
    assert receipt is not None
    return receipt


def test_the_same_text_is_scored_once_and_decided_each_time_with_all_its_evidence(
    newsroom: Newsroom, engine: CountingEngine, moderator: Moderator
) -> None:
    first = newsroom.post(RUDE)
    moderator.moderate_batch()
    second = newsroom.post(RUDE)
    moderator.moderate_batch()
    assert engine.asked == [RUDE]
    decisions = [newsroom.comment(one).decision for one in (first, second)]
    assert decisions[0] is not None
    assert decisions[1] is not None
    told = ("scores", "reasons", "model_name", "model_version")
    assert [decisions[0][name] for name in told] == [decisions[1][name] for name in told]
    assert newsroom.comment(second).state.status is Status.HELD


def test_an_erasure_tells_which_texts_are_to_be_forgotten(
    newsroom: Newsroom, engine: CountingEngine, moderator: Moderator, cache: ScoreCache
) -> None:
    comment_id = newsroom.post(RUDE)
    moderator.moderate_batch()
    receipt = erased(newsroom, comment_id)
    assert receipt.texts == (RUDE,)
    assert RUDE not in repr(receipt)
    assert erased(newsroom, comment_id).texts == ()
    cache.forget(receipt.texts)
    newsroom.post(RUDE)
    moderator.moderate_batch()
    assert engine.asked == [RUDE, RUDE]


def test_a_text_that_is_erased_while_it_is_scored_is_not_remembered(
    newsroom: Newsroom, cache: ScoreCache, valkey_url: str
) -> None:
    comment_id = newsroom.post(RUDE)

    class Overtaken(DeterministicEngine):
        def score(self, texts: Sequence[str]) -> list[TextScores]:
            cache.forget(erased(newsroom, comment_id).texts)
            return super().score(texts)

    newsroom.engine = Overtaken()
    moderator = newsroom.moderator()
    moderator.cache = cache
    assert moderator.moderate_batch() == 1
    with Redis.from_url(valkey_url) as valkey:
        assert valkey.keys("ombud:scores:*") == []
