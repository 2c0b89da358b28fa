"""Windows of long texts."""

from hypothesis import given
from hypothesis import strategies as st

from ombud.scoring.windows import STEP, WINDOW, windows


def test_a_short_text_is_one_window() -> None:
    assert list(windows("")) == [""]
    assert list(windows("x" * WINDOW)) == ["x" * WINDOW]


@given(st.text(alphabet="ab ", max_size=4 * WINDOW))
def test_windows_are_bounded_and_leave_nothing_out(text: str) -> None:
    found = list(windows(text))
    assert all(len(window) <= WINDOW for window in found)
    assert text.startswith(found[0])
    assert text.endswith(found[-1])
    covered = 0
    for window in found:
        start = text.find(window, max(0, covered - WINDOW))
        assert start <= covered
        covered = max(covered, start + len(window))
    assert covered == len(text)


def test_a_word_is_whole_in_some_window() -> None:
    text = " ".join(f"word{number}" for number in range(1_000))
    found = list(windows(text))
    assert all(any(f" word{number} " in f" {window} " for window in found) for number in range(1_000))
    assert len(found) <= len(text) / (STEP - 64) + 1
