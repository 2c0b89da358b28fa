import pytest
from hypothesis import given
from hypothesis import strategies as st

from ombud.domain.comment import Act, CommentState, Display, Status, TransitionError, WhileEdited, display, transition

LATER_ACTS = [act for act in Act if act is not Act.ACCEPT]


def after(*acts: Act) -> CommentState:
    state = transition(None, Act.ACCEPT)
    for act in acts:
        state = transition(state, act)
    return state


def test_an_accepted_comment_is_pending_and_hidden() -> None:
    state = after()
    assert state.status is Status.PENDING
    assert display(state, WhileEdited.SHOW_LAST_APPROVED) == (Display.HIDE, None)


def test_an_approved_comment_is_shown() -> None:
    assert display(after(Act.APPROVE), WhileEdited.SHOW_LAST_APPROVED) == (Display.SHOW, 1)


def test_an_approved_comment_under_edit_shows_its_last_approved_revision() -> None:
    state = after(Act.APPROVE, Act.EDIT)
    assert (state.status, state.revision) == (Status.PENDING, 2)
    assert display(state, WhileEdited.SHOW_LAST_APPROVED) == (Display.SHOW, 1)


def test_a_site_may_hide_an_approved_comment_while_it_is_under_edit() -> None:
    assert display(after(Act.APPROVE, Act.EDIT), WhileEdited.HIDE) == (Display.HIDE, None)


def test_an_edit_that_is_held_goes_on_showing_what_was_approved() -> None:
    assert display(after(Act.APPROVE, Act.EDIT, Act.HOLD), WhileEdited.SHOW_LAST_APPROVED) == (Display.SHOW, 1)


def test_an_approved_revision_that_a_person_holds_is_hidden() -> None:
    assert display(after(Act.APPROVE, Act.HOLD), WhileEdited.SHOW_LAST_APPROVED) == (Display.HIDE, None)


def test_a_rejected_edit_takes_the_older_revision_away_too() -> None:
    state = after(Act.APPROVE, Act.EDIT, Act.REJECT)
    assert display(state, WhileEdited.SHOW_LAST_APPROVED) == (Display.STUB, None)


def test_what_readers_never_saw_leaves_no_stub() -> None:
    assert display(after(Act.REJECT), WhileEdited.SHOW_LAST_APPROVED) == (Display.HIDE, None)
    assert display(after(Act.ERASE), WhileEdited.SHOW_LAST_APPROVED) == (Display.HIDE, None)


def test_what_readers_saw_leaves_a_stub_when_it_is_erased() -> None:
    assert display(after(Act.APPROVE, Act.ERASE), WhileEdited.SHOW_LAST_APPROVED) == (Display.STUB, None)


@pytest.mark.parametrize("act", LATER_ACTS)
def test_nothing_follows_erasure(act: Act) -> None:
    with pytest.raises(TransitionError, match="erased"):
        transition(after(Act.ERASE), act)


@pytest.mark.parametrize("act", LATER_ACTS)
def test_nothing_comes_before_acceptance(act: Act) -> None:
    with pytest.raises(TransitionError, match="must be accepted"):
        transition(None, act)


def test_a_comment_is_accepted_once() -> None:
    with pytest.raises(TransitionError, match="cannot follow"):
        transition(after(), Act.ACCEPT)


@given(st.lists(st.sampled_from([Act.EDIT, Act.APPROVE, Act.HOLD, Act.REJECT]), max_size=12))
def test_what_is_shown_was_always_approved(acts: list[Act]) -> None:
    state = transition(None, Act.ACCEPT)
    approved: set[int] = set()
    for act in acts:
        state = transition(state, act)
        if act is Act.APPROVE:
            approved.add(state.revision)
        shown, revision = display(state, WhileEdited.SHOW_LAST_APPROVED)
        assert (shown is Display.SHOW) == (revision is not None)
        assert revision is None or revision in approved


@given(st.lists(st.sampled_from([Act.EDIT, Act.APPROVE, Act.HOLD, Act.REJECT]), max_size=12))
def test_every_transition_raises_the_status_version_by_one(acts: list[Act]) -> None:
    assert after(*acts).status_version == len(acts) + 1
