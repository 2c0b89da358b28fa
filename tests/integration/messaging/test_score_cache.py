"""The cache of scores on a real Valkey: what it keeps, for how long, and what becomes of it when Valkey does ill."""

import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from redis import Redis

from ombud.domain.scores import ModelIdentity, TextScores
from ombud.messaging import impatient, score_cache
from ombud.messaging.score_cache import KEPT_SECONDS, ScoreCache
from ombud.pipeline.score import score

SECRET = b"a secret of thirty-two bytes ..."
RUDE = "Meet me at the fountain, you idiot"


class CountingEngine:
    """Gives the length as a score, and counts the texts that it was asked about."""

    attributes = ("toxicity",)
    languages = None

    def __init__(self, version: str = "1") -> None:
        self.identity = ModelIdentity("counting", version)
        self.asked = 0

    def score(self, texts: Sequence[str]) -> list[TextScores]:
        self.asked += len(texts)
        return [TextScores({"toxicity": len(text) / 10_000}, {"toxicity": "raw"}) for text in texts]


@pytest.fixture
def valkey(valkey_url: str) -> Iterator[Redis]:
    redis = Redis.from_url(valkey_url)
    redis.delete(*(redis.keys("ombud:scores:*") or ["none"]))
    yield redis
    redis.close()


@pytest.fixture
def cache(valkey_url: str) -> ScoreCache:
    """A cache with the patience that a busy test machine needs."""
    return ScoreCache(valkey_url, SECRET, patience=5.0)


def places(valkey: Redis) -> list[bytes]:
    found: list[bytes] = valkey.keys("ombud:scores:*")  # type: ignore[assignment]
    return found


def asked_for(cache: ScoreCache, engine: CountingEngine, *texts: str) -> int:
    """How many of the texts the engine is asked about; whatever the cache does, the scores must be the engine's."""
    before = engine.asked
    assert score(engine, texts, cache) == CountingEngine().score(texts)
    return engine.asked - before


def test_a_text_is_scored_once_for_all_processes(valkey: Redis, cache: ScoreCache, valkey_url: str) -> None:
    assert asked_for(cache, CountingEngine(), RUDE, "another") == 2
    assert asked_for(cache, CountingEngine(), "another", RUDE, "third") == 1
    assert asked_for(ScoreCache(valkey_url, SECRET, patience=5.0), CountingEngine(), RUDE, "another") == 0


def test_an_entry_is_gone_after_an_hour_and_shows_no_text(valkey: Redis, cache: ScoreCache) -> None:
    asked_for(cache, CountingEngine(), RUDE)
    [place] = places(valkey)
    assert 0 < valkey.ttl(place) <= KEPT_SECONDS
    shown = place + bytes(valkey.get(place) or b"")  # type: ignore[arg-type]
    assert not any(word.encode() in shown for word in RUDE.split())


def test_a_forgotten_text_is_scored_anew_and_leaves_nothing(valkey: Redis, cache: ScoreCache) -> None:
    asked_for(cache, CountingEngine(), RUDE, "another")
    cache.forget([RUDE])
    assert len(places(valkey)) == 1
    assert asked_for(cache, CountingEngine(), RUDE) == 1


def test_however_many_texts_come_by_the_places_are_so_many(
    valkey: Redis, cache: ScoreCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(score_cache, "PLACES", 50)
    asked_for(cache, CountingEngine(), *(f"text number {number}" for number in range(1000)))
    assert len(places(valkey)) == 50


def test_texts_in_one_place_push_each_other_out_and_never_get_each_others_scores(
    valkey: Redis, cache: ScoreCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(score_cache, "PLACES", 1)
    engine = CountingEngine()
    assert [asked_for(cache, engine, text) for text in ("short", "longer", "longer", "short")] == [1, 1, 0, 1]


def test_too_long_evidence_and_what_could_not_be_read_is_not_kept(valkey: Redis, cache: ScoreCache) -> None:
    spans = {"toxicity": tuple((n, n + 1) for n in range(1000))}
    cache.keep("x", {"a": TextScores({}, spans=spans), "b": TextScores({}, unread="Longer than 16 windows.")})
    assert places(valkey) == []


def test_an_emptied_valkey_costs_no_more_than_scoring(valkey: Redis, cache: ScoreCache) -> None:
    asked_for(cache, CountingEngine(), RUDE)
    valkey.flushdb()
    assert asked_for(cache, CountingEngine(), RUDE) == 1
    assert asked_for(cache, CountingEngine(), RUDE) == 0


@pytest.mark.parametrize("garbage", [b"", b"{}", b"x" * 5000, b"\x00" * 16 + b'{"scores":{"toxicity":0.0}}'])
def test_garbage_is_scored_over(valkey: Redis, cache: ScoreCache, garbage: bytes) -> None:
    asked_for(cache, CountingEngine(), RUDE)
    [place] = places(valkey)
    valkey.set(place, garbage)
    assert asked_for(cache, CountingEngine(), RUDE) == 1
    assert asked_for(cache, CountingEngine(), RUDE) == 0


def test_an_entry_of_another_kind_is_no_hindrance(valkey: Redis, cache: ScoreCache) -> None:
    asked_for(cache, CountingEngine(), RUDE)
    [place] = places(valkey)
    valkey.delete(place)
    valkey.rpush(place, "a list")
    assert asked_for(cache, CountingEngine(), RUDE) == 1


def test_scores_of_another_version_and_of_another_service_are_not_taken(
    valkey: Redis, cache: ScoreCache, valkey_url: str
) -> None:
    asked_for(cache, CountingEngine("1"), RUDE)
    assert asked_for(cache, CountingEngine("2"), RUDE) == 1
    stranger = ScoreCache(valkey_url, b"another secret, just as long ...", patience=5.0)
    assert asked_for(stranger, CountingEngine("2"), RUDE) == 1


def test_entries_in_each_others_places_do_not_open(valkey: Redis, cache: ScoreCache) -> None:
    asked_for(cache, CountingEngine(), RUDE, "another")
    one, other = places(valkey)
    valkey.rename(one, "ombud:scores:aside")
    valkey.rename(other, one)
    valkey.rename("ombud:scores:aside", other)
    assert asked_for(cache, CountingEngine(), RUDE, "another") == 2


@contextmanager
def nobody() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def black_hole() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0), backlog=128) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.mark.parametrize("away", [nobody, black_hole])
def test_where_valkey_is_away_texts_are_scored_and_only_the_first_waits(away: object) -> None:
    with away() as url:  # type: ignore[operator]
        cache, engine = ScoreCache(url, SECRET), CountingEngine()
        cache.recall("x", ["the first may have to wait"])
        begun = time.monotonic()
        assert [asked_for(cache, engine, RUDE) for _ in range(20)] == [1] * 20
        cache.forget([RUDE])
        assert time.monotonic() - begun < 0.5


def test_a_paused_valkey_is_left_alone_and_used_again_afterwards(
    valkey: Redis, valkey_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, engine = ScoreCache(valkey_url, SECRET, patience=0.2), CountingEngine()
    valkey.client_pause(1000)
    begun = time.monotonic()
    assert [asked_for(cache, engine, RUDE) for _ in range(10)] == [1] * 10
    assert time.monotonic() - begun < 0.9
    valkey.ping()  # answered only when the pause is over
    time.sleep(impatient.RESTING_SECONDS)
    assert [asked_for(cache, engine, RUDE) for _ in range(3)][1:] == [0, 0]
