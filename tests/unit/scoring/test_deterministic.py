"""The scorer for tests."""

import time

import numpy as np

from ombud.domain.scores import ATTRIBUTES
from ombud.scoring.deterministic import DeterministicEngine


def test_a_phrase_in_the_text_commands_its_score() -> None:
    text = "hello score:toxicity=0.83 and score:spam=1, score:threat=0."
    (result,) = DeterministicEngine().score([text])
    assert (result.scores["toxicity"], result.scores["spam"], result.scores["threat"]) == (0.83, 1.0, 0.0)
    assert [text[b:e] for b, e in result.spans["toxicity"]] == ["score:toxicity=0.83"]


def test_phrases_that_are_no_probability_command_nothing() -> None:
    texts = ["score:toxicity=1.5", "score:toxicity=0.83333", "score:kindness=0.5", "xscore:toxicity=0.5"]
    assert all(not result.spans for result in DeterministicEngine().score(texts))


def test_the_same_text_always_has_the_same_scores() -> None:
    (result,) = DeterministicEngine().score(["a comment"])
    assert dict(result.scores) == {
        "toxicity": 0.1619,
        "severe_toxicity": 0.1257,
        "obscene": 0.0696,
        "threat": 0.1389,
        "insult": 0.019,
        "identity_attack": 0.1225,
        "sexual_explicit": 0.1032,
        "spam": 0.0823,
    }


def test_four_in_five_texts_are_harmless_and_the_rest_are_spread() -> None:
    results = DeterministicEngine().score([f"comment {number}" for number in range(2_000)])
    highest = np.array([max(result.scores.values()) for result in results])
    assert 0.77 < (highest < 0.2).mean() < 0.83
    toxicity = np.array([result.scores["toxicity"] for result in results])
    assert 0.03 < (toxicity > 0.6).mean() < 0.15


def test_it_gives_all_attributes_and_says_it_is_a_test() -> None:
    engine = DeterministicEngine()
    assert engine.attributes == ATTRIBUTES
    assert engine.identity.name == "deterministic"
    assert engine.identity.version == "1"


def test_the_delay_is_per_text() -> None:
    begin = time.perf_counter()
    DeterministicEngine(delay_ms=10).score(["a", "b", "c"])
    assert time.perf_counter() - begin >= 0.03
