"""Opaque places in lists and feeds."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ombud_api.problems import Problem
from ombud_api.v1.cursors import (
    LARGEST_POSITION,
    appeal_after,
    appeal_cursor_of,
    comment_after,
    cursor_of,
    next_of,
    position_after,
)

POSITIONS = st.integers(0, LARGEST_POSITION)


@given(st.uuids())
def test_a_cursor_leads_back_to_its_comment(comment_id: UUID) -> None:
    assert comment_after(cursor_of(comment_id)) == comment_id
    assert appeal_after(appeal_cursor_of(comment_id)) == comment_id


@given(POSITIONS)
def test_a_place_in_a_feed_leads_back_to_its_position(position: int) -> None:
    assert position_after(next_of(position)) == position


def problem_or_again(read_and_write: Callable[[], str]) -> str | Problem:
    """What was read, written again; or the problem that reading it was."""
    try:
        return read_and_write()
    except Problem as problem:
        return problem


@given(st.text() | st.binary().map(lambda raw: urlsafe_b64encode(raw).decode()))
@example("")
@example("\ud800")
@example("Y" * 4000)
@example("====")
def test_whatever_else_is_sent_is_a_problem_that_names_its_parameter(text: str) -> None:
    for found, parameter in (
        (problem_or_again(lambda: cursor_of(comment_after(text))), "?cursor"),
        (problem_or_again(lambda: next_of(position_after(text))), "?after"),
    ):
        assert found == text if isinstance(found, str) else found.errors[0].pointer == parameter


@given(st.uuids(), POSITIONS)
def test_neither_kind_is_taken_for_the_other(comment_id: UUID, position: int) -> None:
    with pytest.raises(Problem):
        position_after(cursor_of(comment_id))
    with pytest.raises(Problem):
        comment_after(next_of(position))
    with pytest.raises(Problem):
        comment_after(appeal_cursor_of(comment_id))


@given(st.uuids(), st.characters(max_codepoint=127), st.integers(0, 23))
def test_no_character_can_be_slipped_in(comment_id: UUID, character: str, place: int) -> None:
    cursor = cursor_of(comment_id)
    with pytest.raises(Problem):
        comment_after(cursor[:place] + character + cursor[place:])
