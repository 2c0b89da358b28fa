"""Holding every answer of the API against what its description says about it."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from jsonschema import Draft202012Validator, FormatChecker

from ombud_api.docs.openapi import ALL_OPERATIONS, openapi_document
from ombud_api.problem_types import PROBLEM_TYPES, TYPE_PREFIX
from ombud_api.v1.operation import Operation

FORMATS = FormatChecker(formats=[])
Json = dict[str, Any]


@FORMATS.checks("date-time", raises=ValueError)
def _is_time(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@FORMATS.checks("uuid", raises=ValueError)
def _is_uuid(value: object) -> bool:
    return not isinstance(value, str) or str(UUID(value)) == value


@cache
def document() -> Json:
    return openapi_document()


@cache
def validator(schema: str) -> Draft202012Validator:
    """A validator for one schema of the description."""
    whole = {"$ref": f"#/components/schemas/{schema}", "components": document()["components"]}
    return Draft202012Validator(whole, format_checker=FORMATS)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str], Operation]]:
    def pattern(path: str) -> re.Pattern[str]:
        named = re.sub(r"\{author_id\}", ".+", path)
        return re.compile(re.sub(r"\{[a-z_]+\}", "[0-9a-f-]{36}", named))

    return [(one.method, pattern(one.path), one) for one in ALL_OPERATIONS]


def operation_at(method: str, path: str) -> Operation | None:
    asked = "GET" if method == "HEAD" else method
    found = [one for taken, pattern, one in _patterns() if taken == asked and pattern.fullmatch(path)]
    return found[0] if found else None


def check_answer(method: str, path: str, status: int, headers: Mapping[str, str], body: Any) -> None:
    """Fail unless the description has this answer: its status, type, headers, problem and every field."""
    assert headers["X-Request-Id"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert not [name for name, _ in headers.items() if name.lower().startswith("access-control-")]
    operation = operation_at(method, path.partition("?")[0])
    if headers["Content-Type"] == "application/problem+json":
        _check_problem(operation, status, headers, body)
    if operation is None:
        assert status in (404, 405)
        return
    response = document()["paths"][operation.path][operation.method.lower()]["responses"][str(status)]
    content = response["content"][headers["Content-Type"]]
    for name, reference in response["headers"].items():
        header = document()["components"]["headers"][reference["$ref"].rpartition("/")[2]]
        assert name in headers or not header["required"], name
    if body is not None:
        validator(content["schema"]["$ref"].rpartition("/")[2]).validate(body)


def _check_problem(operation: Operation | None, status: int, headers: Mapping[str, str], body: Any) -> None:
    if body is None:
        return
    code = body["type"].removeprefix(TYPE_PREFIX)
    assert PROBLEM_TYPES[code].status == status == body["status"]
    assert body["request_id"] == headers["X-Request-Id"]
    assert operation is None or code in operation.all_problems
    if code in ("rate-limited", "backlog-full", "unavailable", "idempotency-key-in-use"):
        assert int(headers["Retry-After"]) >= 1
