"""Reading a request's JSON: bounded in size and depth before it is parsed, then checked field by field."""

import json
import re
from http import HTTPStatus
from typing import Any, NoReturn, TypeVar

from flask import g, request
from pydantic import ValidationError

from ombud.domain.errors import FieldError
from ombud_api.problems import Problem, validation_problem
from ombud_api.v1.fields import Body

LARGEST_BODY = 128 * 1024
LARGEST_BATCH = 8 * 1024 * 1024
DEEPEST = 8

_BRACKETS_OR_STRING = re.compile(rb'[\[\]{}]|"(?:[^"\\]|\\.)*"', re.DOTALL)

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


def field_errors(error: ValidationError) -> list[FieldError]:
    """Name what is wrong, by JSON pointer, without repeating what was sent."""
    return [
        FieldError("".join(f"/{_escaped(step)}" for step in detail["loc"]), _sentence(detail))
        for detail in error.errors(include_input=False, include_url=False)
    ]


def read_json(largest: int) -> Any:
    """Return the request's JSON value."""
    if request.mimetype not in ("application/json", ""):
        detail = f"The body's type is '{request.mimetype[:100]}'; send `Content-Type: application/json`."
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", detail)
    raw = _read(largest)
    _refuse_depth(raw)
    try:
        return json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
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


def _read(largest: int) -> bytes:
    too_large = Problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body-too-large", f"The body has more than {largest} bytes."
    )
    if request.content_length is not None and request.content_length > largest:
        raise too_large
    raw = request.stream.read(largest + 1)
    if len(raw) > largest:
        raise too_large
    g.raw_body = raw
    return raw


def _refuse_depth(raw: bytes) -> None:
    if raw.count(b"[") + raw.count(b"{") <= DEEPEST:
        return
    depth = 0
    for found in _BRACKETS_OR_STRING.finditer(raw):
        character = found.group()[:1]
        if character in b"[{":
            depth += 1
            if depth > DEEPEST:
                detail = f"The body is nested deeper than {DEEPEST} levels."
                raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-request", detail)
        elif character in b"]}":
            depth -= 1


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _malformed(detail: str) -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, "malformed-json", detail)


def _escaped(step: str | int) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")


def _sentence(detail: Any) -> str:
    match detail["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return "is not a field of this request"
        case _:
            message: str = detail["msg"]
            return message[0].lower() + message[1:] if message[1:2].islower() else message
