"""Scores that checks and workers share, and that an erasure takes away."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from pydantic import SecretStr

from ombud.messaging.score_cache import ScoreCache
from ombud.scoring.normalise import NORMALISER_VERSION
from ombud_api.judge import Judge
from tests.integration.api.caller import RUDE, Caller
from tests.integration.api.conftest import OpenedSite, services_of

SECRET = "a secret of thirty-two bytes ..."
EDITION = f"deterministic\0{1}\0{NORMALISER_VERSION}"


@pytest.fixture
def cache(valkey_url: str) -> ScoreCache:
    cache = ScoreCache(valkey_url, SECRET.encode(), patience=5.0)
    cache.forget([RUDE])
    return cache


@pytest.fixture
def api(site: OpenedSite, make_app: Callable[..., Flask], cache: ScoreCache) -> Caller:
    """A client of an API with a cache that has the patience a busy test machine needs."""
    app = make_app(secret_key=SecretStr(SECRET))
    ours = services_of(app)
    judge = Judge(ours.database, ours.settings.model, cache)
    app.extensions["ombud"] = replace(ours, judge=judge, score_cache=cache)
    return site.caller(app=app)


def test_a_check_keeps_its_scores_and_the_next_one_uses_them(api: Caller, cache: ScoreCache) -> None:
    first = api.post("/v1/check", {"text": RUDE})
    assert cache.recall(EDITION, [RUDE])[0] is not None
    assert api.post("/v1/check", {"text": RUDE}).body == first.body


def test_an_erased_comments_scores_are_forgotten(api: Caller, cache: ScoreCache, moderate: Callable[[], int]) -> None:
    posted = api.submitted(text=RUDE)
    moderate()
    api.post("/v1/check", {"text": RUDE})
    assert api.delete(f"/v1/comments/{posted['id']}").status == 200
    assert cache.recall(EDITION, [RUDE]) == [None]


def test_with_a_secret_key_there_is_a_cache_and_without_one_there_is_none(make_app: Callable[..., Flask]) -> None:
    assert services_of(make_app(secret_key=SecretStr(SECRET))).score_cache is not None
    assert services_of(make_app(secret_key=None)).score_cache is None
