"""Sentences about fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from ombud_api.v1.field_errors import LONGEST_STEP, field_errors, printable
from ombud_api.v1.requests import BatchBody, BatchItemBody, CheckBody, CommentBody, DecisionBody, EditBody

BODIES = (CommentBody, BatchItemBody, BatchBody, EditBody, DecisionBody, CheckBody)
WRONG: st.SearchStrategy[object] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.just("\ud800"), st.just([]), st.just({})
)
NAMES = st.sampled_from(
    ["text", "article", "author", "id", "tags", "url", "created_at", "approved_count", "decision", "verdict", "items"]
)
JSON = st.recursive(WRONG, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(), inner))


@given(st.sampled_from(BODIES), JSON)
def test_whatever_is_wrong_is_said_in_our_own_words(body: type[BaseModel], value: object) -> None:
    try:
        body.model_validate(value)
    except ValidationError as error:
        for one in field_errors(error, under="/items/3"):
            assert one.pointer.startswith("/items/3")
            assert one.detail.startswith(("must ", "is "))
            assert "nput" not in one.detail  # as in pydantic's "Input should be …"
            one.pointer.encode()
            one.detail.encode()


@given(st.text())
def test_what_is_repeated_is_short_and_can_be_sent(text: str) -> None:
    shown = printable(text + "\ud800")
    assert len(shown) <= LONGEST_STEP * 6 + 1
    shown.encode()


@pytest.mark.parametrize(("value", "detail"), [("", "1 character"), ("x" * 10_001, "10,000 characters; has 10,001")])
def test_numbers_are_grouped_and_one_is_singular(value: str, detail: str) -> None:
    with pytest.raises(ValidationError) as raised:
        EditBody.model_validate({"text": value})
    assert field_errors(raised.value)[0].detail.endswith(detail)
