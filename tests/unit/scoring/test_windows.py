"""Windows of long texts."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ombud.scoring.windows import STEP, WINDOW, windows


def test_a_short_text_is_one_window() -> None:
    assert list(windows("")) == [(0, 0)]
    assert list(windows("x" * WINDOW)) == [(0, WINDOW)]


@given(st.text(alphabet="ab ", max_size=4 * WINDOW))
def test_windows_are_bounded_and_leave_nothing_out(text: str) -> None:
    found = list(windows(text))
    assert all(end - begin <= WINDOW for begin, end in found)
    assert (found[0][0], found[-1][1]) == (0, len(text))
    assert all(begin < after <= end for (begin, end), (after, _) in pairwise(found))


def test_a_word_is_whole_in_some_window() -> None:
    text = " ".join(f"word{number}" for number in range(1_000))
    found = [text[begin:end] for begin, end in windows(text)]
    assert all(any(f" word{number} " in f" {window} " for window in found) for number in range(1_000))
    assert len(found) <= len(text) / (STEP - 64) + 1
