"""Reading a request's JSON: bounded in size and depth before it is parsed, then checked field by field."""

import json
import re
from collections import Counter
from itertools import accumulate
from typing import Any, NoReturn, TypeVar

from flask import g, request
from gunicorn.http.errors import ParseException
from pydantic import ValidationError

from ombud.domain.errors import FieldError
from ombud_api.problems import Problem, validation_problem
from ombud_api.v1.field_errors import field_errors, printable
from ombud_api.v1.fields import Body

LARGEST_BODY = 128 * 1024
LARGEST_BATCH = 8 * 1024 * 1024
DEEPEST = 8
LONGEST_NUMBER = 100

# Possessive, and a text without its end swallows the rest: whatever is sent, each byte is looked at once.
_TEXT = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEPS = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")  # one level in, one level out: -1 as a signed byte

AnyBody = TypeVar("AnyBody", bound=Body)


def read_body(kind: type[AnyBody], *, largest: int = LARGEST_BODY) -> AnyBody:
    """Return the request's body; a `Problem` says what is wrong with it, by field."""
    return check(kind, read_json(largest))


def check(kind: type[AnyBody], value: Any) -> AnyBody:
    """Check a JSON value against a body's fields."""
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        raise validation_problem(field_errors(error)) from None


def read_json(largest: int) -> Any:
    """Return the request's JSON value."""
    _refuse_other_types()
    raw = _read(largest)
    if not raw.strip():
        raise _malformed("The body is empty.")
    _refuse_depth(raw)
    try:
        return json.loads(
            raw.decode("utf-8-sig"),
            parse_constant=_no_constant,
            parse_int=_bounded_integer,
            object_pairs_hook=_without_doubles,
        )
    except UnicodeDecodeError as error:
        raise _malformed(f"The body is not UTF-8: byte {error.start} cannot be read.") from None
    except json.JSONDecodeError as error:
        raise _malformed(f"Line {error.lineno}, column {error.colno}: {error.msg}.") from None
    except ValueError as error:
        raise _malformed(f"{error}.") from None


def raw_body() -> bytes:
    """Return the bytes of the body that this request was read from."""
    raw: bytes = g.get("raw_body", b"")
    return raw


def _refuse_other_types() -> None:
    if request.mimetype not in ("application/json", ""):
        detail = f"The body's type is '{request.mimetype[:100]}'; send `Content-Type: application/json`."
        raise Problem("unsupported-media-type", detail)
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("identity", ""):
        detail = f"The body's coding is '{coding[:100]}'; send it uncompressed."
        raise Problem("unsupported-media-type", detail, headers={"Accept-Encoding": "identity"})


def _read(largest: int) -> bytes:
    if request.content_length is not None and request.content_length > largest:
        raise _too_large(largest)
    try:
        raw = request.stream.read(largest + 1)
    except (OSError, ParseException):  # a connection that was lost; chunks that break off or are none
        raise Problem("bad-request", "The body broke off, or its chunks cannot be read.") from None
    if len(raw) > largest:
        raise _too_large(largest)
    if request.content_length is not None and len(raw) < request.content_length:
        detail = f"The body broke off: {len(raw):,} of {request.content_length:,} bytes came."
        raise Problem("bad-request", detail)
    g.raw_body = raw
    return raw


def _too_large(largest: int) -> Problem:
    return Problem("body-too-large", f"The body has more than {largest:,} bytes.")


def _refuse_depth(raw: bytes) -> None:
    if raw.count(b"[") + raw.count(b"{") <= DEEPEST:
        return
    steps = _TEXT.sub(b"", raw).translate(_STEPS, _NO_BRACKETS)
    if max(accumulate(memoryview(steps).cast("b")), default=0) > DEEPEST:
        raise validation_problem([FieldError("", f"must not be nested deeper than {DEEPEST} levels")])


def _bounded_integer(digits: str) -> int:
    if len(digits.removeprefix("-")) > LONGEST_NUMBER:
        raise ValueError(f"A number has more than {LONGEST_NUMBER} digits")
    return int(digits)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        double = next(name for name, count in counts.items() if count > 1)
        raise ValueError(f"An object has the name '{printable(double)}' twice")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _malformed(detail: str) -> Problem:
    return Problem("malformed-json", detail)
