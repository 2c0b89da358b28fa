"""The transformer that ships, through its engine."""

import json
import shutil
from pathlib import Path

import pytest

from ombud.domain.errors import ModelError
from ombud.domain.scores import ATTRIBUTES
from ombud.scoring.engine import Engine
from ombud.scoring.models.catalogue import load_engine
from ombud.scoring.models.folders import SHIPPED
from ombud.scoring.models.manifest import MANIFEST, sha256_of
from ombud.scoring.token_windows import MOST_WINDOWS
from ombud.scoring.transformer import MODEL, TOKENIZER

RUDE = "You are an idiot and everybody knows it."
KIND = "Thank you for reporting on this so carefully."
CALM = "The council met on Tuesday and talked about the bridge. "


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine("embedded")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED / "embedded", tmp_path / "model"))


def test_it_gives_all_attributes_and_reads_english(engine: Engine) -> None:
    assert engine.attributes == ATTRIBUTES
    assert engine.languages == frozenset({"en"})


def test_an_insult_scores_high_and_is_marked_and_thanks_score_low_and_are_not(engine: Engine) -> None:
    rude, kind = engine.score([RUDE, KIND])
    assert rude.scores["toxicity"] > 0.6
    assert kind.scores["toxicity"] < 0.1
    assert [RUDE[begin:end] for begin, end in rude.spans["toxicity"]] == ["idiot"]
    assert kind.spans == {}


def test_a_texts_scores_do_not_depend_on_its_batch_mates(engine: Engine) -> None:
    [alone] = engine.score([RUDE])
    among = engine.score([KIND, CALM * 40, RUDE, "No.", CALM * 3])[2]
    assert all(abs(alone.scores[name] - among.scores[name]) <= 1e-4 for name in ATTRIBUTES)


def test_the_end_of_a_long_text_is_read_and_its_window_named(engine: Engine) -> None:
    text = CALM * 120 + RUDE
    [found] = engine.score([text])
    assert found.scores["toxicity"] > 0.5
    begin, end = found.windows["toxicity"]
    assert RUDE in text[begin:end]
    assert found.unread is None
    assert [text[begin:end] for begin, end in found.spans["toxicity"]] == ["idiot"]


def test_a_text_of_more_windows_than_are_read_says_so(engine: Engine) -> None:
    [found] = engine.score(["a, " * 3300])
    assert found.unread is not None
    assert MOST_WINDOWS == 16


def test_a_text_that_spells_a_special_token_is_read_like_any_other(engine: Engine) -> None:
    spelled, bracketed = engine.score([f"[SEP] {RUDE} [PAD][CLS]", f"(SEP) {RUDE} (PAD)(CLS)"])
    assert spelled.scores["toxicity"] > 0.5
    assert abs(spelled.scores["toxicity"] - bracketed.scores["toxicity"]) < 0.1


def test_no_texts_give_no_scores(engine: Engine) -> None:
    assert engine.score([]) == []


@pytest.mark.parametrize("name", [MODEL, TOKENIZER])
def test_a_file_that_has_changed_is_named(copy: Path, name: str) -> None:
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / name).write_bytes(content)
    with pytest.raises(ModelError, match=f"{name} has changed"):
        load_engine(str(copy))


def test_a_file_that_cannot_be_read_is_a_sentence(copy: Path) -> None:
    (copy / MODEL).write_bytes(b"no network at all")
    told = json.loads((copy / MANIFEST).read_text("utf-8"))
    told["files"][MODEL] = sha256_of(copy / MODEL)
    (copy / MANIFEST).write_text(json.dumps(told), "utf-8")
    with pytest.raises(ModelError, match="cannot be used"):
        load_engine(str(copy))


def test_a_network_that_weighed_another_linear_model_is_refused(copy: Path) -> None:
    told = json.loads((copy / MANIFEST).read_text("utf-8"))
    told["training"]["ngrams"] = "another"
    (copy / MANIFEST).write_text(json.dumps(told), "utf-8")
    with pytest.raises(ModelError, match="was trained with version another of 'linear'"):
        load_engine(str(copy))
