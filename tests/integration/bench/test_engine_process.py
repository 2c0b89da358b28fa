"""Engines in processes of their own."""

import pytest

from ombud.bench.engine_process import engine_process
from ombud.domain.errors import ModelError

TEXTS = ["one", "two words", "and three words"]


def test_it_scores_tells_its_memory_and_ends_with_the_block() -> None:
    with engine_process("deterministic", threads=1) as process:
        assert process.identity.name == "deterministic"
        assert process.per_second(TEXTS) > 0
        assert len(process.seconds_each(TEXTS)) == 3
        memory = process.memory()
        assert memory is None or 5e6 < memory < 1e9
    assert process._child.returncode == 0


def test_two_can_work_at_once() -> None:
    with engine_process("deterministic", threads=1) as one, engine_process("deterministic", threads=1) as other:
        one.begin(TEXTS, 0.1)
        other.begin(TEXTS, 0.1)
        assert min(one.end(), other.end()) > 0


def test_a_model_that_cannot_be_loaded_is_told_in_its_own_words() -> None:
    with pytest.raises(ModelError, match=r"There is no model and no folder 'liner'\. Did you mean linear"):
        engine_process("liner", threads=1).__enter__()


def test_a_process_that_dies_is_told_of() -> None:
    with engine_process("deterministic", threads=1) as process, pytest.raises(ModelError, match="ended unasked"):
        process.per_second(["crash:now"])
