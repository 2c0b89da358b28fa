"""The `Prefer` header."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ombud_api.v1.preferences import LONGEST_WAIT, wished_wait


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("wait=5", 5),
        ("WAIT = 5", 5),
        ('wait="5"', 5),
        ("respond-async, wait=5", 5),
        ("wait=5; strict, return=minimal", 5),
        ("wait=0", 0),
        ("wait=10", 10),
        ("wait=11", 10),
        ("wait=" + "9" * 500, 10),
        ("wait=3, wait=7", 3),
    ],
)
def test_a_wait_is_read_in_every_spelling_of_the_standard_and_capped(header: str, seconds: float) -> None:
    assert wished_wait(header) == seconds


NO_WISHES = ["", "wait", "wait=", "wait=soon", "wait=-1", "wait=1.5", "wait=٣", "await=5", "long-wait=5", "wait 5"]


@pytest.mark.parametrize("header", [None, *NO_WISHES])
def test_anything_else_is_no_wish_to_wait(header: str | None) -> None:
    assert wished_wait(header) is None


@given(st.text(st.sampled_from('wait=";, 0123456789é')) | st.text())
def test_no_header_is_too_strange(header: str) -> None:
    seconds = wished_wait(header)
    assert seconds is None or 0 <= seconds <= LONGEST_WAIT


@pytest.mark.parametrize("part", [";", " ", "wait=", "9", "; ", 'wait="', ",wait=1x"])
def test_a_long_header_is_read_in_no_time(part: str) -> None:
    begun = time.perf_counter()
    wished_wait("wait=1" + part * (8000 // len(part)) + "x")
    assert time.perf_counter() - begun < 0.1
