"""Reading JSON from a request: bounded, and linear in whatever is sent."""

import json
import time
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from ombud_api.problems import Problem
from ombud_api.v1.json_body import DEEPEST, LARGEST_BATCH, read_json

APP = Flask(__name__)

VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**99), 10**99),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(),
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def read(raw: bytes) -> Any:
    with APP.test_request_context(method="POST", data=raw, content_type="application/json"):
        return read_json(LARGEST_BATCH)


def depth(value: object) -> int:
    match value:
        case list():
            return 1 + max(map(depth, value), default=0)
        case dict():
            return 1 + max(map(depth, value.values()), default=0)
        case _:
            return 0


@given(VALUES, st.sampled_from([None, 1]), st.booleans())
def test_json_of_bearable_depth_is_read_as_it_is_and_deeper_json_is_refused(
    value: object, indent: int | None, ascii_only: bool
) -> None:
    raw = json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "replace")
    if depth(value) <= DEEPEST:
        assert read(raw) == json.loads(raw)
    else:
        with pytest.raises(Problem, match="nested deeper"):
            read(raw)


@given(st.text(st.sampled_from('[]{}",\\: a1')) | st.text())
def test_text_never_counts_as_depth(text: str) -> None:
    raw = json.dumps([[[[[[[["x", text]]]]]]]]).encode()
    assert read(raw) == json.loads(raw)


@given(st.binary() | st.text(st.sampled_from('[]{}",:\\u0d8 truefalsn1e.-')).map(str.encode))
def test_any_bytes_are_a_value_or_a_problem(raw: bytes) -> None:
    with suppress(Problem):
        read(raw)


@given(st.lists(st.text(), min_size=1))
def test_an_object_is_refused_if_and_only_if_a_name_stands_in_it_twice(names: list[str]) -> None:
    raw = "{" + ",".join(f"{json.dumps(name)}: 1" for name in names) + "}"
    if len(set(names)) == len(names):
        assert list(read(raw.encode())) == names
    else:
        with pytest.raises(Problem, match="twice"):
            read(raw.encode())


HOSTILE = {
    "opened for ever": b"[",
    "opened and closed": b"[]",
    "escaped quotes without an end": b'\\"',
    "backslashes without an end": b"\\",
    "empty texts": b'"",',
    "quotes": b'"',
    "names": b'{"a":',
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("start", [b"", b'[[[[[[[["', b'[[[[[[[[["', b'[[[[[[[["a", "'])
def test_a_whole_batch_of_hostile_bytes_is_refused_in_linear_time(start: bytes, piece: bytes) -> None:
    raw = (start + piece * (LARGEST_BATCH // len(piece)))[:LARGEST_BATCH]
    begun = time.process_time()
    with pytest.raises(Problem):
        read(raw)
    assert time.process_time() - begun < 2.5
