"""Disguising words."""

from random import Random

import pytest

from ombud.bench.attacks import ATTACKS, disguise

TEXT = "You are an idiot, and it is sad."


@pytest.mark.parametrize("name", ATTACKS)
def test_only_the_words_in_place_are_disguised(name: str) -> None:
    disguised = disguise(TEXT, ATTACKS[name], [(11, 16)], Random(1))
    assert disguised.startswith("You are an ")
    assert disguised.endswith(", and it is sad.")
    assert "idiot" not in disguised


@pytest.mark.parametrize("name", ATTACKS)
def test_the_same_seed_disguises_alike_and_another_otherwise(name: str) -> None:
    some = {disguise(TEXT * 5, ATTACKS[name], (), Random(seed)) for seed in (1, 1, 2)}
    assert len(some) == 2
