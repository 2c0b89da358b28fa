from dataclasses import replace
from pathlib import Path
from time import process_time

import numpy as np
import pytest

from ombud.domain.errors import ModelError
from ombud.domain.scores import ModelIdentity, TextScores
from ombud.scoring.cascade import SCREEN, Glance, Heads, Measured, Screen, ScreenFit, is_plain
from ombud.scoring.features import BUCKETS
from ombud.scoring.linear import LinearWeights
from ombud.scoring.models.catalogue import LINEAR, load_engine

FULL = ModelIdentity("full", "1")
THRESHOLDS = {"toxicity": 0.6, "insult": 0.7}


@pytest.fixture(scope="module")
def heads() -> Heads:
    return Heads.load(LINEAR)


def fit(heads: Heads, bar: float = 0.0) -> ScreenFit:
    """A screen that goes by toxicity alone: its bar is the log-odds of that."""
    weights = {name: float(name == "toxicity") for name in heads.attributes}
    measured = Measured(texts=1000, spared=800, holds=100, missed=0, low=0.0, high=0.04)
    return ScreenFit(FULL, heads.identity, weights, 0.0, bar, THRESHOLDS, 0.005, measured)


@pytest.fixture
def screen(heads: Heads) -> Screen:
    return Screen(fit(heads, bar=-2.0), "abc", heads)


def test_the_plainly_harmless_is_spared_and_the_rude_is_not(screen: Screen) -> None:
    kind, rude = screen.look(["Thank you for the good article.", "You are a stupid idiot."])
    assert kind.distance < -2.0 < rude.distance
    assert screen.spares(kind, THRESHOLDS)
    assert not screen.spares(rude, THRESHOLDS)


def test_the_scores_are_those_of_the_linear_model(screen: Screen) -> None:
    texts = ["Thank you for the good article.", "You are a stupid idiot.", "word " * 500]
    linear = load_engine("linear").score(texts)
    assert [glance.scored.scores for glance in screen.look(texts)] == [scored.scores for scored in linear]
    assert screen.identity == load_engine("linear").identity


def test_no_texts_need_no_look(screen: Screen) -> None:
    assert screen.look([]) == []


def test_a_threshold_below_those_it_was_set_for_is_beyond_the_screen(screen: Screen) -> None:
    [kind] = screen.look(["Thank you for the good article."])
    assert screen.too_low({"toxicity": 0.5, "insult": 0.9}) == ["toxicity"]
    assert not screen.spares(kind, {"toxicity": 0.5})
    assert screen.spares(kind, {"toxicity": 0.9})
    assert screen.spares(kind, {})


def test_what_the_linear_model_itself_would_hold_is_not_spared(screen: Screen) -> None:
    harmless_but = Glance(TextScores({"toxicity": 0.01, "insult": 0.7}), distance=-9.0)
    assert not screen.spares(harmless_but, THRESHOLDS)
    assert screen.spares(harmless_but, {"toxicity": 0.6})


@pytest.mark.parametrize(
    "text",
    [
        "Well, that's a fair point - isn’t it? 100% agreed, 3rd time…",
        "Two lines.\nAnd a \"quotation\", by J. Smith (2019).",
        "It is 9:30am, 2nd of May, see www.example.com; the well-known A4 is closed.",
    ],
)  # fmt: skip
def test_plain_typing_is_plain(text: str) -> None:
    assert is_plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "you 1d10t", "what a sh!t show", "a$$hole", "1diots all", "i d i o t", "i.d.i.o.t", "idiooot", "i\u200bdiot",
        "іdiot with a Cyrillic letter", "🤡", "ｉｄｉｏｔ", "nothingbutaverylongwordwithoutanyspaces",
        "f*ck", "f**k off",
    ],
)  # fmt: skip
def test_what_may_be_disguised_is_not_plain_and_never_spared(screen: Screen, text: str) -> None:
    assert not is_plain(text)
    [glance] = screen.look([text])
    assert not screen.spares(glance, {})


@pytest.mark.parametrize("piece", ["1", "a1", "a ", "a!!!!!!!!!!", "$a", "aa ", "a", "_ ", "a_", " ", "’"])
def test_no_text_makes_the_look_at_its_typing_slow(piece: str) -> None:
    started = process_time()
    is_plain((piece * 10_000)[:10_000])
    is_plain("a" + (piece * 10_000)[:9_990] + "zz")
    assert process_time() - started < 0.1


def test_without_a_file_there_is_no_screen(tmp_path: Path) -> None:
    assert Screen.load(tmp_path, LINEAR, FULL) is None


def test_a_screen_is_read_as_it_was_written(tmp_path: Path, heads: Heads) -> None:
    (tmp_path / SCREEN).write_bytes(fit(heads).as_json())
    screen = Screen.load(tmp_path, LINEAR, FULL)
    assert screen is not None
    assert screen.fit == fit(heads)
    assert len(screen.version) == 12


def test_a_screen_of_another_version_of_either_model_is_refused(tmp_path: Path, heads: Heads) -> None:
    (tmp_path / SCREEN).write_bytes(fit(heads).as_json())
    with pytest.raises(ModelError, match="was set for 'full' 1; here is 'full' 2"):
        Screen.load(tmp_path, LINEAR, replace(FULL, version="2"))
    (tmp_path / SCREEN).write_bytes(replace(fit(heads), linear=ModelIdentity("linear", "older")).as_json())
    with pytest.raises(ModelError, match="was set for 'linear' older"):
        Screen.load(tmp_path, LINEAR, FULL)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff"])
def test_a_file_that_is_no_screen_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / SCREEN).write_bytes(content)
    with pytest.raises(ModelError, match="cannot be read as a screen"):
        Screen.load(tmp_path, LINEAR, FULL)


def test_log_odds_are_bounded_and_the_length_is_the_last_feature() -> None:
    sure = LinearWeights(("toxicity",), np.zeros((BUCKETS, 1), np.float32), *(np.array([n]) for n in (99.0, 1.0, 0.0)))
    features, _ = Heads(ModelIdentity("linear", "x"), sure).look(["abc", ""])
    assert features.tolist() == [[12.0, pytest.approx(np.log(4))], [12.0, 0.0]]
