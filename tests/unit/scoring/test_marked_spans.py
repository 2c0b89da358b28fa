import numpy as np
import pytest
from numpy.typing import NDArray

from ombud.scoring.marked_spans import MOST_SPANS, marked_spans

TEXT = "What an utter nincompoop you are, honestly"
OFFSETS = [(0, 4), (5, 7), (8, 13), (14, 17), (17, 20), (20, 24), (25, 28), (29, 32), (32, 33), (34, 42)]


def _marked(**strengths: float) -> NDArray[np.float32]:
    tokens = [TEXT[begin:end] for begin, end in OFFSETS]
    return np.array([strengths.get(token, 0.0) for token in tokens], np.float32)


def _pieces(marked: NDArray[np.float32]) -> list[str]:
    return [TEXT[begin:end] for begin, end in marked_spans(TEXT, OFFSETS, marked, 0.3)]


def test_a_word_is_marked_whole_where_one_of_its_tokens_is() -> None:
    assert _pieces(_marked(com=0.8)) == ["nincompoop"]


def test_neighbouring_words_make_one_piece() -> None:
    assert _pieces(_marked(utter=0.5, nin=0.9)) == ["utter nincompoop"]


def test_the_strongest_word_stands_in_where_none_is_marked_enough() -> None:
    assert _pieces(_marked(nin=0.2, What=0.1)) == ["nincompoop"]


def test_punctuation_is_no_part_of_the_word_before_it() -> None:
    assert _pieces(_marked(are=0.9)) == ["are"]


def test_a_text_without_tokens_has_no_pieces() -> None:
    assert marked_spans("", [], np.zeros(0, np.float32), 0.3) == ()


def test_only_the_strongest_pieces_are_shown_in_reading_order() -> None:
    text = " ".join("ab" * 20)
    offsets = [(2 * index, 2 * index + 1) for index in range(40)]
    marked = np.array([0.5 + index / 100 if index % 2 else 0.0 for index in range(40)], np.float32)
    found = marked_spans(text, offsets, marked, 0.3)
    assert len(found) == MOST_SPANS
    assert found == tuple(sorted(found))
    assert found[0] == pytest.approx(offsets[31])
