"""Errors in Google's envelope, as clients of the real service read them."""

from http import HTTPStatus

import orjson
from flask import Response

from ombud_api.doors.scoring import UnscoredError
from ombud_api.problems import Problem, problem_of

_TYPE = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"

_STATUS = {
    HTTPStatus.BAD_REQUEST: "INVALID_ARGUMENT",
    HTTPStatus.FORBIDDEN: "PERMISSION_DENIED",
    HTTPStatus.NOT_FOUND: "NOT_FOUND",
    HTTPStatus.TOO_MANY_REQUESTS: "RESOURCE_EXHAUSTED",
    HTTPStatus.SERVICE_UNAVAILABLE: "UNAVAILABLE",
    HTTPStatus.INTERNAL_SERVER_ERROR: "INTERNAL",
}

_AS_GOOGLE = {
    "missing-key": (HTTPStatus.FORBIDDEN, "The request is missing a valid API key."),
    "unknown-key": (HTTPStatus.BAD_REQUEST, "API key not valid. Please pass a valid API key."),
}
"""Statuses that differ from ours."""


class InvalidArgument(Problem):
    """A request that the real service would refuse. `error_type` is its own name for the mistake."""

    def __init__(self, detail: str, error_type: str = "INVALID_REQUEST") -> None:
        super().__init__("bad-request", detail)
        self.error_type = error_type


def google_error(error: Exception) -> Response:
    """Answer any error in Google's envelope."""
    if isinstance(error, UnscoredError):
        return _response(HTTPStatus.SERVICE_UNAVAILABLE, str(error), "SCORING_FAILED", {})
    problem = problem_of(error)
    status, message = _AS_GOOGLE.get(problem.code, (problem.status, str(problem)))
    if status not in _STATUS:  # what Google has no word for is the caller's mistake or ours
        ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
        status = HTTPStatus.INTERNAL_SERVER_ERROR if ours else HTTPStatus.BAD_REQUEST
    error_type = problem.error_type if isinstance(problem, InvalidArgument) else "INVALID_REQUEST"
    return _response(status, message, error_type, problem.headers)


def _response(status: HTTPStatus, message: str, error_type: str, headers: dict[str, str]) -> Response:
    details = [{"@type": _TYPE, "errorType": error_type}]
    told = {"code": status.value, "message": message, "status": _STATUS[status], "details": details}
    response = Response(orjson.dumps({"error": told}), status, mimetype="application/json")
    response.headers.update(headers)
    return response
