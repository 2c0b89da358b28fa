"""Detoxify behind the scorer protocol: its odd answers become ours."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ombud.domain.errors import ModelError
from ombud.domain.scores import ModelIdentity
from ombud.scoring.reference import ReferenceEngine

IDENTITY = ModelIdentity("reference", "0" * 12)


def stand_in(answer: dict[str, Any], tokens: int = 5) -> SimpleNamespace:
    return SimpleNamespace(
        class_names=list(answer),
        predict=lambda _: answer,
        tokenizer=lambda _, **__: {"input_ids": [0] * tokens},
    )


def test_the_names_of_original_become_ours() -> None:
    answer = {
        "toxic": 0.91234567,
        "severe_toxic": 0.1,
        "obscene": 0.2,
        "threat": 0.3,
        "insult": 0.4,
        "identity_hate": 0.5,
    }
    engine = ReferenceEngine(IDENTITY, stand_in(answer))
    (result,) = engine.score(["text"])
    assert engine.attributes == ("toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack")
    assert result.scores["toxicity"] == 0.9123
    assert result.scores["identity_attack"] == 0.5


def test_a_list_of_one_is_read_like_a_number() -> None:
    (result,) = ReferenceEngine(IDENTITY, stand_in({"toxicity": [0.25], "sexual_explicit": 0.5})).score(["text"])
    assert dict(result.scores) == {"toxicity": 0.25, "sexual_explicit": 0.5}


def test_what_stands_after_512_tokens_is_said_to_be_unread() -> None:
    short, long = (
        ReferenceEngine(IDENTITY, stand_in({"toxicity": 0.1}, tokens)).score(["x"])[0] for tokens in (512, 513)
    )
    assert short.unread is None
    assert long.unread == "Detoxify reads 512 tokens; this text has 513."


def test_a_folder_without_a_checkpoint_or_a_machine_without_torch_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="The engine 'reference' needs"):
        ReferenceEngine.load(tmp_path)
