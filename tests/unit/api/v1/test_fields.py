"""Field types: what they let through, and what their schema says."""

from datetime import UTC, datetime, timedelta, timezone

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from ombud_api.v1.fields import CommentText, Count, Id, Language, Time, Url

TEXT, ID, URL, LANGUAGE, COUNT = (TypeAdapter(kind) for kind in (CommentText, Id, Url, Language, Count))
TIME: TypeAdapter[datetime] = TypeAdapter(Time)
ZONES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.text(max_size=300))
@example("\x00")
@example("\ud800")
def test_every_text_that_is_let_through_can_be_stored_and_sent(text: str) -> None:
    for adapter in (TEXT, ID, URL, LANGUAGE):
        try:
            found = adapter.validate_python(text)
        except ValidationError:
            continue
        assert found == text
        assert "\x00" not in found
        orjson.dumps(found)


@given(st.text(max_size=300))
def test_the_schema_of_an_id_says_what_is_let_through(text: str) -> None:
    described = Draft202012Validator(ID.json_schema()).is_valid(text)
    try:
        ID.validate_python(text)
    except ValidationError:
        assert not described
    else:
        assert described


@given(st.datetimes(timezones=ZONES))
def test_every_time_that_is_let_through_is_in_utc_and_the_same_moment(moment: datetime) -> None:
    written = moment.isoformat(timespec="microseconds")
    try:
        expected = moment.astimezone(UTC)
    except OverflowError:
        with pytest.raises(ValidationError, match="between the years 1 and 9999"):
            TIME.validate_python(written)
    else:
        found = TIME.validate_python(written)
        assert (found, found.tzinfo) == (expected, UTC)


@given(st.text() | st.integers() | st.floats() | st.none() | st.integers().map(str))
def test_anything_but_a_written_time_with_its_zone_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        TIME.validate_python(value)


@given(st.integers() | st.floats() | st.booleans() | st.text())
def test_a_count_is_what_json_calls_a_whole_number(value: object) -> None:
    described = Draft202012Validator(COUNT.json_schema()).is_valid(value)
    try:
        found = COUNT.validate_python(value)
    except ValidationError:
        assert not described
    else:
        assert described
        assert found == value
        assert type(found) is int
