"""Normalisation: the same reading for the same words, in bounded time."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ombud.scoring.normalise import MAX_MARKS, normalise

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("IDIOT", "idiot"),
        ("i\u200bd\u200di\u2060o\ufefft", "idiot"),
        ("\u202eidiot\u202c", "idiot"),
        ("ｉｄｉｏｔ", "idiot"),
        ("𝓲𝓭𝓲𝓸𝓽", "idiot"),
        ("Straße", "strasse"),
        ("cafe\u0301", "caf\u00e9"),
        ("two\x07words", "two words"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_disguises_are_taken_off(written: str, read: str) -> None:
    assert normalise(written) == read


def test_a_stack_of_marks_is_cut_to_what_scripts_use() -> None:
    assert len(normalise("x" + "\u0335\u0327" * 100)) == 1 + MAX_MARKS


@pytest.mark.parametrize("text", ["\u0327\u0301" * 5_000, "a" + "\u0315\u0301\u0327" * 3_333, "\ufdfa" * 10_000])
def test_ten_thousand_hostile_characters_take_well_under_50_ms(text: str) -> None:
    begin = time.process_time()
    normalise(text)
    assert time.process_time() - begin < 0.05


@given(texts)
def test_the_length_is_bounded(text: str) -> None:
    assert len(normalise(text)) <= 6 * len(text)


@given(texts)
def test_no_invisible_separator_or_control_character_is_left(text: str) -> None:
    assert not set(normalise(text)) & {"\0", "\u200b", "\u200d", "\u202e", "\ufeff", "\x07", "\ufe0f"}


@given(texts)
def test_word_by_word_gives_the_same_words(text: str) -> None:
    word_by_word = " ".join(normalise(word) for word in text.split())
    assert word_by_word.split() == normalise(text).split()
