"""Errors as RFC 9457 problem documents, in one handler. Each has a stable type and names the request."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

import orjson
import structlog
from flask import Flask, Response, g
from werkzeug.exceptions import HTTPException

from ombud.domain.errors import CallerError, FieldError, OmbudError, UnavailableError
from ombud_api.problem_types import PROBLEM_TYPES, TYPE_PREFIX

log = structlog.get_logger(__name__)

MOST_FIELD_ERRORS = 50
"""A problem names no more of them, however many a hostile body has."""


class Problem(CallerError):  # noqa: N818  RFC 9457 calls it so
    """A request that cannot be served as it is. `code` is the end of the problem's type and gives its status."""

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        errors: tuple[FieldError, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.status = PROBLEM_TYPES[code].status
        self.title = PROBLEM_TYPES[code].title
        self.errors = errors
        self.headers = dict(headers or {})


def validation_problem(errors: list[FieldError]) -> Problem:
    """Make the problem of fields that cannot be accepted."""
    first = errors[0]
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    detail = f"{first.pointer or 'The body'} {first.detail}{more}."
    return Problem("invalid-request", detail, errors=tuple(errors[:MOST_FIELD_ERRORS]))


def not_found(what: str) -> Problem:
    """Make the problem of something that the caller's site does not have."""
    return Problem("not-found", what)


def problem_document(problem: Problem) -> dict[str, object]:
    """Return the problem as it is sent."""
    document: dict[str, object] = {
        "type": TYPE_PREFIX + problem.code,
        "title": problem.title,
        "status": problem.status.value,
        "detail": str(problem),
        "request_id": g.get("request_id", ""),
    }
    if problem.errors:
        document["errors"] = [{"pointer": error.pointer, "detail": error.detail} for error in problem.errors]
    return document


def register(app: Flask) -> None:
    """Turn every error into a problem document: the caller's at INFO, a backing service's at WARNING, ours at ERROR."""

    @app.errorhandler(Exception)
    def _failed(error: Exception) -> Response:
        return _response(problem_of(error))


def problem_of(error: Exception) -> Problem:
    """Return the problem that an error is to its caller; what nobody expected is logged, and told as ours."""
    if isinstance(error, OmbudError):
        return as_problem(error)
    if isinstance(error, HTTPException):
        return _from_http(error)
    log.error("request_failed", error=type(error).__name__, exc_info=error)
    detail = "The request failed on our side. Nothing was lost that was answered before; name the request id to us."
    return Problem("internal-error", detail)


def as_problem(error: OmbudError) -> Problem:
    """Give a domain error its place in HTTP."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, UnavailableError):
        headers = {"Retry-After": str(error.retry_after)}
        return Problem("unavailable", str(error), headers=headers)
    if isinstance(error, CallerError):
        return Problem("bad-request", str(error))
    return Problem("model", str(error))


_FROM_HTTP: Mapping[int | None, tuple[str, str]] = {
    HTTPStatus.NOT_FOUND: ("not-found", "There is nothing at this address. The API is described at /docs."),
    HTTPStatus.METHOD_NOT_ALLOWED: ("method-not-allowed", "This address takes other methods; see Allow."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("body-too-large", "The body is larger than this address takes."),
}


def _from_http(error: HTTPException) -> Problem:
    detail = error.description or "The request cannot be read."
    code, detail = _FROM_HTTP.get(error.code, ("bad-request", detail))
    headers = {name: value for name, value in error.get_headers() if name == "Allow"}
    return Problem(code, detail, headers=headers)


def _response(problem: Problem) -> Response:
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        level = logging.WARNING if problem.status == HTTPStatus.SERVICE_UNAVAILABLE else logging.ERROR
        log.log(level, "request_refused", status=problem.status.value, problem=problem.code)
    response = Response(orjson.dumps(problem_document(problem)), problem.status, mimetype="application/problem+json")
    response.headers.update(problem.headers)
    return response
