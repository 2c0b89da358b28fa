"""The detoxify library, and what it is given."""

import json
from pathlib import Path
from typing import Any

import pytest

from ombud.domain.errors import ModelError
from ombud.scoring.conversion.library import load_detoxify
from ombud.scoring.reference import ReferenceEngine
from tests.detoxify_files import ROBERTA, checkpoint_bytes, published_files

pytestmark = pytest.mark.needs_torch


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return published_files(ROBERTA)


@pytest.fixture
def folder(files: dict[str, bytes], tmp_path: Path) -> Path:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def state_in(folder: Path) -> dict[str, Any]:
    import torch

    state: dict[str, Any] = torch.load(folder / "checkpoint.ckpt", weights_only=True)["state_dict"]
    return state


def test_the_reference_reads_a_plain_folder_and_answers_for_one_text_and_for_a_long_one(folder: Path) -> None:
    (folder / "tokenizer_config.json").unlink()  # without it the library would know no limit of tokens
    engine = ReferenceEngine.load(folder)
    short, long = engine.score(["You are an idiot.", "A calm sentence. " * 400])
    expected = load_detoxify(folder).predict("You are an idiot.")
    assert short.scores["toxicity"] == round(expected["toxicity"], 4)
    assert (short.unread, len(engine.attributes)) == (None, 7)
    assert long.unread is not None
    assert long.unread.startswith("Detoxify reads 512 tokens")


def test_weights_that_are_missing_are_not_made_up(folder: Path) -> None:
    state = {name: value for name, value in state_in(folder).items() if name != "classifier.dense.weight"}
    (folder / "checkpoint.ckpt").write_bytes(checkpoint_bytes(ROBERTA, state))
    with pytest.raises(ModelError, match=r"lacks the weights 'classifier\.dense\.weight'"):
        load_detoxify(folder)


def test_a_configuration_of_another_size_is_refused(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "hidden_size": 16}))
    with pytest.raises(ModelError, match=r"cannot load .* must belong together"):
        load_detoxify(folder)


@pytest.mark.parametrize("content", [None, "[1]", "{"], ids=["missing", "no object", "broken"])
def test_a_configuration_that_is_none_is_a_clear_error(folder: Path, content: str | None) -> None:
    (folder / "config.json").unlink()
    if content is not None:
        (folder / "config.json").write_text(content)
    with pytest.raises(ModelError, match=r"config\.json"):
        load_detoxify(folder)
