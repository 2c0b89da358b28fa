"""Hashed n-grams: stable, independent of the batch, and what they claim to be."""

import os
import subprocess
import sys
import time

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ombud.scoring.features import BUCKETS, CHAR_LENGTHS, WORD_BUCKETS, distinct, grams
from ombud.scoring.normalise import normalise

words = st.lists(st.sampled_from(["you", "idiot", "a", "f*ck", "日本語", "🤡", "don't", "!!!"]), max_size=12)


def test_buckets_never_change_because_weights_are_trained_on_them() -> None:
    bucket = grams(["you idiot"]).bucket
    assert (len(bucket), bucket[:3].tolist(), int(bucket.sum())) == (31, [96736, 13222, 67892], 7319447)


def test_the_hash_seed_of_the_process_does_not_matter() -> None:
    code = "from ombud.scoring.features import grams; print(grams(['you idiot \U0001f921']).bucket.tolist())"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


@given(st.lists(words, min_size=1, max_size=6))
def test_a_text_has_the_same_features_alone_and_in_a_batch(batch: list[list[str]]) -> None:
    texts = [" ".join(text) for text in batch]
    text, bucket, value = distinct(texts)
    for index, one in enumerate(texts):
        _, alone_bucket, alone_value = distinct([one])
        assert np.array_equal(bucket[text == index], alone_bucket)
        assert np.array_equal(value[text == index], alone_value)


@given(words)
def test_offsets_point_into_the_text_and_hold_no_space_in_character_grams(text_words: list[str]) -> None:
    text = " ".join(text_words)
    found = grams([text])
    assert all(0 <= b < e <= len(text) for b, e in zip(found.begin, found.end, strict=True))
    of_characters = found.bucket >= WORD_BUCKETS
    pieces = [text[b:e] for b, e in zip(found.begin[of_characters], found.end[of_characters], strict=True)]
    assert all(" " not in piece and len(piece) <= max(CHAR_LENGTHS) for piece in pieces)


def test_words_pairs_and_characters_are_found() -> None:
    found = grams(["ab cd"])
    pieces = sorted("ab cd"[b:e] for b, e in zip(found.begin, found.end, strict=True))
    of_each = {"ab": ["a", "ab", "b", "ab", "ab", "ab"], "cd": ["c", "cd", "d", "cd", "cd", "cd"]}
    # " a", "ab", "b ", " ab", "ab ", " ab ", given without their spaces; and the same of " cd ".
    assert pieces == sorted(["ab", "cd", "ab cd", *of_each["ab"], *of_each["cd"]])


def test_pairs_do_not_reach_into_the_next_text() -> None:
    apart = len(grams(["you"]).bucket) + len(grams(["idiot"]).bucket)
    assert len(grams(["you", "idiot"]).bucket) == apart
    assert len(grams(["you idiot"]).bucket) == apart + 1


def test_each_kind_of_a_texts_grams_has_length_one_however_often_they_repeat() -> None:
    _, bucket, value = distinct(["spam spam spam spam"])
    for block in (bucket < WORD_BUCKETS, bucket >= WORD_BUCKETS):
        assert np.isclose((value[block] ** 2).sum(), 1.0)
    assert len(bucket) == len(set(bucket.tolist()))
    assert bucket.max() < BUCKETS


def test_texts_without_any_gram_are_no_trouble() -> None:
    text, _, _ = distinct(["", " ", "\n\t", "x"])
    assert set(text.tolist()) == {3}


def test_ten_thousand_characters_take_under_50_ms() -> None:
    distinct(["warm up"])
    for text in ("you are an idiot and " * 476, "x" * 10_000, "".join(map(chr, range(0x4E00, 0x4E00 + 10_000)))):
        begin = time.process_time()
        distinct([normalise(text)])
        assert time.process_time() - begin < 0.05
