"""Phrases in texts: whole words, every script, one pass."""

from random import Random
from time import perf_counter

import pytest

from ombud.pipeline.check import list_signals
from ombud.policy.evaluation import Policy
from ombud.policy.phrase_matching import PhraseFinder


@pytest.mark.parametrize(
    ("phrases", "text", "count"),
    [
        (["ass"], "a class of assassins", 0),
        (["ass"], "ass, ass! (ass)", 3),
        (["kill", "kill yours"], "kill yourself", 1),
        (["kill", "kill you"], "i kill you", 1),
        (["you", "kill you all"], "kill you all, you", 2),
        (["f*"], "f* off", 1),
        (["#tag"], "so #tag.", 1),
        (["#tag"], "so#tags", 0),
        (["😡"], "no😡😡", 2),
        (["坏人"], "他是坏人吗", 1),
        (["कम"], "कमी कम", 1),
        (["a"], "", 0),
        ([], "anything", 0),
        ([""], "anything", 0),
    ],
)
def test_phrases_are_found_as_whole_words(phrases: list[str], text: str, count: int) -> None:
    assert PhraseFinder(phrases).count(text) == count


def _signals(match: str, text: str) -> dict[str, object]:
    terms = '["Bad Word", "größe"]'
    return list_signals(Policy.parse(f"version: 1\nlists: {{x: {{terms: {terms}, match: {match}}}}}\n", 1), text)


def test_a_raw_list_wants_the_text_as_it_was_typed() -> None:
    assert _signals("raw", "a Bad Word")["lists.x.hit"] is True
    assert _signals("raw", "a bad word")["lists.x.hit"] is False


@pytest.mark.parametrize("text", ["BAD   WORD", "ｂａｄ\nword", "b\u200bad wo\u00adrd", "GRÖSSE"])
def test_a_normalised_list_sees_through_case_width_and_invisible_characters(text: str) -> None:
    assert _signals("normalised", text) == {"lists.x.hit": True, "lists.x.count": 1}
    assert _signals("deobfuscated", text) == {"lists.x.hit": True, "lists.x.count": 1}


@pytest.mark.parametrize("text", ["b4d w0rd", "baaaad word", "b\u0430d w\u043erd", "b a d   w o r d"])
def test_a_deobfuscated_list_sees_through_disguise(text: str) -> None:
    assert _signals("normalised", text)["lists.x.hit"] is False
    assert _signals("deobfuscated", text)["lists.x.hit"] is True


def test_a_phrase_that_looks_like_a_disguise_is_found_as_it_is_written() -> None:
    policy = Policy.parse('version: 1\nlists: {x: {terms: ["sh1t", "a.n.t.i"], match: deobfuscated}}\n', 1)
    assert list_signals(policy, "sh1t and A.N.T.I")["lists.x.count"] == 2


def test_a_rule_can_use_hit_and_count() -> None:
    lists = "lists: {x: {terms: [spam, ham]}}"
    policy = Policy.parse(f"version: 1\n{lists}\nrules: [{{name: a, when: lists.x.count > 1, verdict: hold}}]\n", 1)
    assert policy.document.signals["lists.x.count"].description
    assert list_signals(policy, "spam and ham") == {"lists.x.hit": True, "lists.x.count": 2}


def test_ten_thousand_phrases_cost_a_comment_less_than_a_millisecond() -> None:
    random = Random(7)
    words = ["".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=random.randint(2, 9))) for _ in range(4000)]
    phrases = [" ".join(random.choices(words, k=random.randint(1, 3))) for _ in range(10_000)]
    finder = PhraseFinder(phrases)
    text = " ".join(random.choices(words, k=100))[:500]
    best = min(_seconds(finder, text) for _ in range(20))
    assert best < 0.001


def _seconds(finder: PhraseFinder, text: str) -> float:
    began = perf_counter()
    finder.count(text)
    return perf_counter() - began
