"""Errors as RFC 9457 problem documents, in one handler. Each has a stable type and names the request."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

import orjson
import structlog
from flask import Flask, Response, g
from werkzeug.exceptions import HTTPException

from ombud.domain.errors import CallerError, FieldError, OmbudError, UnavailableError

log = structlog.get_logger(__name__)

TYPE_PREFIX = "/problems/"


class Problem(CallerError):
    """A request that cannot be served as it is. `code` is the end of the problem's type."""

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        detail: str,
        *,
        errors: tuple[FieldError, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.title = TITLES[code]
        self.errors = errors
        self.headers = dict(headers or {})


TITLES: Mapping[str, str] = {
    "malformed-json": "The body is not JSON",
    "body-too-large": "The body is too large",
    "invalid-request": "The request has fields that cannot be accepted",
    "unsupported-media-type": "The body must be JSON",
    "missing-key": "A key is needed",
    "unknown-key": "The key is not valid",
    "missing-scope": "The key may not do this",
    "not-found": "There is no such thing here",
    "method-not-allowed": "The method is not allowed here",
    "external-id-conflict": "The external id belongs to a comment with another text",
    "idempotency-key-reused": "The idempotency key was used for another request",
    "idempotency-key-in-use": "A request with this idempotency key is still running",
    "already-decided": "The comment was decided by somebody else",
    "erased": "The comment was erased",
    "rate-limited": "Too many requests",
    "backlog-full": "Too many comments wait already",
    "unavailable": "The service cannot answer just now",
    "model": "A scoring model cannot be used",
    "internal-error": "Something went wrong on our side",
    "bad-request": "The request cannot be read",
}
"""Every problem there is: the end of its type, and its title."""


def validation_problem(errors: list[FieldError]) -> Problem:
    """Make the problem of fields that cannot be accepted."""
    first = errors[0]
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "invalid-request",
        f"{first.pointer or 'body'}: {first.detail}{more}",
        errors=tuple(errors),
    )


def not_found(what: str) -> Problem:
    """Make the problem of something that the caller's site does not have."""
    return Problem(HTTPStatus.NOT_FOUND, "not-found", what)


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

    @app.errorhandler(OmbudError)
    def _expected(error: OmbudError) -> Response:
        return _response(as_problem(error))

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        return _response(_from_http(error))

    @app.errorhandler(Exception)
    def _ours(error: Exception) -> Response:
        log.error("request_failed", error=type(error).__name__, exc_info=error)
        detail = "The request failed on our side. Nothing was lost that was answered before; name the request id to us."
        return _response(Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal-error", detail))


def as_problem(error: OmbudError) -> Problem:
    """Give a domain error its place in HTTP."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, UnavailableError):
        headers = {"Retry-After": str(error.retry_after)}
        return Problem(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", str(error), headers=headers)
    if isinstance(error, CallerError):
        return Problem(HTTPStatus.BAD_REQUEST, "bad-request", str(error))
    return Problem(HTTPStatus.SERVICE_UNAVAILABLE, "model", str(error))


def _from_http(error: HTTPException) -> Problem:
    status = HTTPStatus(error.code or 500)
    codes = {
        HTTPStatus.NOT_FOUND: ("not-found", "There is nothing at this address. The API is described at /docs."),
        HTTPStatus.METHOD_NOT_ALLOWED: ("method-not-allowed", "This address takes other methods; see Allow."),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("body-too-large", "The body is larger than this address takes."),
    }
    code, detail = codes.get(status, ("bad-request", error.description or status.phrase))
    headers = {name: value for name, value in error.get_headers() if name == "Allow"}
    return Problem(status, code, detail, headers=headers)


def _response(problem: Problem) -> Response:
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        level = logging.WARNING if problem.status == HTTPStatus.SERVICE_UNAVAILABLE else logging.ERROR
        log.log(level, "request_refused", status=problem.status.value, problem=problem.code)
    response = Response(orjson.dumps(problem_document(problem)), problem.status, mimetype="application/problem+json")
    response.headers.update(problem.headers)
    return response
