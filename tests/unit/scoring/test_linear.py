"""The shipped linear model: it decides on real input, cannot be tampered with, and says why."""

import json
import shutil
import time
from pathlib import Path

import numpy as np
import pytest

from ombud.domain.errors import ModelError
from ombud.domain.scores import ATTRIBUTES
from ombud.scoring.engine import Engine
from ombud.scoring.evaluation import auc
from ombud.scoring.models.catalogue import load_engine
from ombud.scoring.models.folders import SHIPPED
from ombud.scoring.windows import WINDOW

RUDE = [
    "You are a complete idiot and everybody knows it.",
    "Shut up, you pathetic moron.",
    "What a bunch of stupid losers, all of them.",
    "Go to hell, you disgusting piece of garbage.",
    "This senator is a corrupt, lying scumbag.",
    "Nobody cares what you think, dumbass.",
]
KIND = [
    "Thank you for this article, I learned a lot.",
    "The council voted on the new budget on Tuesday.",
    "I disagree, but I see where you are coming from.",
    "As a gay man I was glad to read this.",
    "My grandmother is Jewish and she makes the best soup.",
    "Does anyone know when the library opens again?",
]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine("linear")


def test_it_tells_rude_from_kind(engine: Engine) -> None:
    scores = np.array([result.scores["toxicity"] for result in engine.score(RUDE + KIND)])
    assert auc(np.arange(len(scores)) < len(RUDE), scores) >= 0.97
    assert scores[: len(RUDE)].mean() > 0.6
    assert scores[len(RUDE) :].max() < 0.5


@pytest.mark.parametrize("trace", ["{} .", "{} !", "{} [URL]", "[USER] {}"])
def test_traces_of_how_the_data_was_made_do_not_make_a_kind_text_toxic(engine: Engine, trace: str) -> None:
    plain = engine.score(KIND)
    traced = engine.score([trace.format(text.rstrip(".?").lower()) for text in KIND])
    for before, after in zip(plain, traced, strict=True):
        assert after.scores["toxicity"] < before.scores["toxicity"] + 0.15


def test_it_tells_advertising_from_comments(engine: Engine) -> None:
    spam, ham = engine.score(["Check out my new channel and subscribe!! http://bit.ly/x1", KIND[0]])
    assert spam.scores["spam"] > 0.8
    assert ham.scores["spam"] < 0.2


def test_it_gives_all_eight_attributes_as_probabilities_of_four_places(engine: Engine) -> None:
    assert engine.attributes == ATTRIBUTES
    for result in engine.score(RUDE + KIND):
        assert tuple(result.scores) == ATTRIBUTES
        assert set(result.views.values()) == {"raw"}
        assert all(0 <= score <= 1 and score == round(score, 4) for score in result.scores.values())


def test_a_batch_gives_what_single_texts_give(engine: Engine) -> None:
    texts = [*RUDE, "x", *KIND, "you idiot " * 300, " "]
    assert engine.score(texts) == [engine.score([text])[0] for text in texts]


def test_no_texts_give_no_scores(engine: Engine) -> None:
    assert engine.score([]) == []


@pytest.mark.parametrize(
    "text",
    [
        "\u0327\u0301" * 5_000,
        "👨‍👩‍👧‍👦🤡🖕🏽" * 500,
        "\u202e" + "أنت أحمق ولا تفهم شيئا " * 200,
        "a" * 10_000,
        "漢" * 10_000,
        "\ufdfa" * 10_000,
        "\u33af" * 10_000,
        " " * 10_000,
        "\u200b",
        "\x01\x02",
    ],
    ids=["marks", "emoji", "right-to-left", "no spaces", "chinese", "ligatures", "units", "spaces", "empty", "control"],
)
def test_hostile_texts_get_scores_in_bounded_time(engine: Engine, text: str) -> None:
    begin = time.process_time()
    (result,) = engine.score([text])
    assert time.process_time() - begin < 0.25
    assert set(result.scores) == set(ATTRIBUTES)


def test_an_insult_is_found_wherever_it_stands_in_a_long_text(engine: Engine) -> None:
    calm = "The council met on Tuesday and talked about the new bridge. " * 60
    alone, hidden, without = engine.score([RUDE[1], calm + RUDE[1] + " " + calm, calm])
    assert hidden.scores["toxicity"] > 0.5 > without.scores["toxicity"]
    assert hidden.scores["toxicity"] > alone.scores["toxicity"] - 0.4


@pytest.mark.parametrize(
    ("text", "culprit"),
    [
        ("You are a complete idiot and everybody knows it.", "idiot"),
        ('Our mayor is a "stupid moron", as they say.', "stupid moron"),
        ("👍👍 sure, you i\u200bd\u200biot", "i\u200bd\u200biot"),
        ("That's the STUPIDEST idea I have ever heard", "STUPIDEST"),
    ],
)
def test_spans_point_at_the_insult_in_the_raw_text(engine: Engine, text: str, culprit: str) -> None:
    (result,) = engine.score([text])
    assert any(culprit in text[begin:end] for begin, end in result.spans["toxicity"])
    assert sum(end - begin for begin, end in result.spans["toxicity"]) < len(text) / 2


def test_of_a_long_text_the_window_that_scored_is_named(engine: Engine) -> None:
    calm = "The council met on Tuesday and talked about the new bridge. " * 20
    text = calm + RUDE[1] + " " + calm
    (result,) = engine.score([text])
    begin, end = result.windows["insult"]
    assert begin <= len(calm) <= end - len(RUDE[1])
    assert end - begin <= WINDOW
    assert all(begin <= first < last <= end for first, last in result.spans["insult"])
    assert set(result.windows) == set(ATTRIBUTES)


def test_a_short_text_names_no_window(engine: Engine) -> None:
    assert engine.score([RUDE[0]])[0].windows == {}


def test_low_scores_carry_no_spans(engine: Engine) -> None:
    for result in engine.score(RUDE + KIND):
        assert set(result.spans) == {name for name, score in result.scores.items() if score >= 0.5}


def test_its_version_follows_its_weights(engine: Engine) -> None:
    manifest = json.loads((SHIPPED / "linear" / "manifest.json").read_text())
    assert engine.identity.name == "linear"
    assert engine.identity.version == manifest["files"]["weights.npz"][:12]


def test_the_weights_are_small_enough_to_ship() -> None:
    assert (SHIPPED / "linear" / "weights.npz").stat().st_size <= 4_000_000


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED / "linear", tmp_path / "linear"))


def test_one_changed_byte_is_refused(copy: Path) -> None:
    content = bytearray((copy / "weights.npz").read_bytes())
    content[len(content) // 2] ^= 1
    (copy / "weights.npz").write_bytes(content)
    with pytest.raises(ModelError, match=r"linear.*weights\.npz has changed.*Install ombud again"):
        load_engine(str(copy))


def test_missing_weights_are_refused(copy: Path) -> None:
    (copy / "weights.npz").unlink()
    with pytest.raises(ModelError, match=r"weights\.npz is missing"):
        load_engine(str(copy))


def test_a_pickle_in_place_of_weights_is_refused_even_with_the_right_sum(copy: Path) -> None:
    np.savez(copy / "weights.npz", features=np.array([{"a": 1}], dtype=object))
    _sign(copy)
    with pytest.raises(ModelError, match="cannot be read"):
        load_engine(str(copy))


def test_weights_for_other_features_are_refused(copy: Path) -> None:
    with np.load(copy / "weights.npz") as file:
        arrays = dict(file)
    np.savez(copy / "weights.npz", **{**arrays, "features": np.int64(999)})
    _sign(copy)
    with pytest.raises(ModelError, match="another version of the features"):
        load_engine(str(copy))


def _sign(folder: Path) -> None:
    from ombud.scoring.models.manifest import sha256_of

    path = folder / "manifest.json"
    content = json.loads(path.read_text())
    content["files"]["weights.npz"] = sha256_of(folder / "weights.npz")
    path.write_text(json.dumps(content))
