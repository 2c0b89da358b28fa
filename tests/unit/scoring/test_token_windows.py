from hypothesis import given
from hypothesis import strategies as st

from ombud.scoring.token_windows import MOST_WINDOWS, OVERLAP, TokenWindow, all_read, token_windows

reaches = st.integers(OVERLAP + 1, 600)


def test_a_short_text_is_one_window() -> None:
    assert list(token_windows([10], 190)) == [TokenWindow(0, 0, 10)]


def test_an_empty_text_is_one_empty_window() -> None:
    assert list(token_windows([0], 190)) == [TokenWindow(0, 0, 0)]


def test_neighbouring_windows_overlap() -> None:
    first, second = token_windows([200], 190)
    assert (first.end - second.begin, second.end) == (OVERLAP, 200)


@given(st.lists(st.integers(0, 6000), max_size=5), reaches)
def test_each_text_is_covered_from_its_beginning_and_wholly_where_that_is_said(lengths: list[int], reach: int) -> None:
    windows = list(token_windows(lengths, reach))
    for text, length in enumerate(lengths):
        own = [window for window in windows if window.text == text]
        covered = {token for window in own for token in range(window.begin, window.end)}
        assert covered == set(range(len(covered)))
        assert (len(covered) == length) == all_read(length, reach)
        assert len(own) <= MOST_WINDOWS
        assert all(window.end - window.begin <= reach for window in own)


@given(st.integers(0, 6000), reaches)
def test_no_window_is_read_for_nothing(length: int, reach: int) -> None:
    *before, last = token_windows([length], reach)
    assert all(window.end < length for window in before)
    assert last.end == length or not all_read(length, reach)
