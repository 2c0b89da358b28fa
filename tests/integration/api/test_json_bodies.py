"""Bodies that are no JSON, too much JSON, or JSON that means to harm."""

import gzip
import json
import time

import pytest

from tests.integration.api.caller import Caller, comment

KIB = 1024


def padded(size: int) -> bytes:
    """A good comment in exactly so many bytes."""
    sent = json.dumps(comment()).encode()
    return sent + b" " * (size - len(sent))


def test_a_body_may_have_128_kib_and_not_a_byte_more(api: Caller) -> None:
    assert api.call("POST", "/v1/comments", raw=padded(128 * KIB)).status == 202
    refused = api.call("POST", "/v1/comments", raw=padded(128 * KIB + 1))
    assert (refused.status, refused.code) == (413, "body-too-large")
    assert "131,072 bytes" in refused.body["detail"]


@pytest.mark.parametrize("path", ["/v1/check", "/v1/comments/019ab0c4-5f1e-7c3a-9d2e-8b7f6a5c4d3e/decisions"])
def test_other_bodies_have_the_same_limit(api: Caller, path: str) -> None:
    assert api.call("POST", path, raw=b" " * (128 * KIB + 1)).status == 413


@pytest.mark.parametrize(
    ("raw", "detail"),
    [
        (b"", "The body is empty."),
        (b" \n", "The body is empty."),
        (b"{", "Line 1, column 2: Expecting property name enclosed in double quotes."),
        (b'{"text": }', "Line 1, column 10: Expecting value."),
        (b"{'text': 1}", "Line 1, column 2: Expecting property name enclosed in double quotes."),
        (b'{"text": "a\nb"}', "Line 1, column 12: Invalid control character at."),
        (b"text=x&article=y", "Line 1, column 1: Expecting value."),
        (b'{"text": NaN}', "NaN is not JSON."),
        (b'{"text": Infinity}', "Infinity is not JSON."),
        (b'{"text": -Infinity}', "-Infinity is not JSON."),
        (b'{"text": ' + b"9" * 5000 + b"}", "A number has more than 100 digits."),
        (b'{"text": "a", "text": "b"}', "An object has the name 'text' twice."),
        (b'{"article": {"id": "a", "id": "a"}}', "An object has the name 'id' twice."),
        (b'{"\\ud800": "a", "\\ud800": "b"}', "An object has the name '\\ud800' twice."),
        (b'{"text": "\xff"}', "The body is not UTF-8: byte 10 cannot be read."),
        (b'{"text": "\xed\xa0\x80"}', "The body is not UTF-8: byte 10 cannot be read."),
        ('{"text": "x"}'.encode("utf-16"), "The body is not UTF-8: byte 0 cannot be read."),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(api: Caller, raw: bytes, detail: str) -> None:
    reply = api.call("POST", "/v1/comments", raw=raw)
    assert (reply.status, reply.code) == (400, "malformed-json")
    assert reply.body["detail"] == detail


def test_a_byte_order_mark_is_overlooked(api: Caller) -> None:
    assert api.call("POST", "/v1/comments", raw=b"\xef\xbb\xbf" + padded(200)).status == 202


def test_eight_levels_are_read_and_nine_are_not(api: Caller) -> None:
    eight = b'{"a":' * 7 + b"[]" + b"}" * 7
    assert api.call("POST", "/v1/comments", raw=eight).errors["/a"] == "is not a field of this request"
    nine = api.call("POST", "/v1/comments", raw=b'{"a":' * 8 + b"[]" + b"}" * 8)
    assert (nine.status, nine.errors) == (422, {"": "must not be nested deeper than 8 levels"})


def test_brackets_in_texts_are_no_levels(api: Caller) -> None:
    assert api.submit(text='[[[[[[[[[[{{{{{{{{{{ "[[[[[[[[[[" \\').status == 202


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 128 * KIB,
        b'[[[[[[[["' + b'\\"' * (60 * KIB),
        b'[[[[[[[["' + b"\\" * (120 * KIB),
        b"[[[[[[[[[" + b'"' * (120 * KIB),
        b'{"":' * (32 * KIB),
    ],
)
def test_hostile_nesting_is_refused_at_once(api: Caller, raw: bytes) -> None:
    begun = time.monotonic()
    assert api.call("POST", "/v1/comments", raw=raw[: 128 * KIB]).status in (400, 422)
    assert time.monotonic() - begun < 0.5


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml"]
)
def test_other_types_than_json_are_refused(api: Caller, kind: str) -> None:
    reply = api.call("POST", "/v1/comments", raw=padded(200), Content_Type=kind)
    assert (reply.status, reply.code) == (415, "unsupported-media-type")


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON", ""])
def test_json_may_say_its_charset_or_nothing(api: Caller, kind: str) -> None:
    assert api.call("POST", "/v1/comments", raw=padded(200), Content_Type=kind).status == 202


def test_a_compressed_body_is_refused_and_told_to_come_plain(api: Caller) -> None:
    packed = gzip.compress(padded(200))
    reply = api.call("POST", "/v1/comments", raw=packed, Content_Encoding="gzip")
    assert (reply.status, reply.code) == (415, "unsupported-media-type")
    assert reply.headers["Accept-Encoding"] == "identity"
    assert api.call("POST", "/v1/comments", raw=padded(200), Content_Encoding="identity").status == 202


def test_a_body_on_a_call_that_takes_none_is_overlooked(api: Caller) -> None:
    posted = api.submitted()
    assert api.call("DELETE", f"/v1/comments/{posted['id']}", raw=b"}{").status == 200
