"""What the API's answers share."""

from http import HTTPStatus
from typing import Any

import orjson
from flask import Response

from ombud.pipeline.snapshot import full_snapshot
from ombud.storage.sites import Site
from ombud.storage.whole_comments import WholeComment


def json_answer(value: Any, status: HTTPStatus = HTTPStatus.OK, headers: dict[str, str] | None = None) -> Response:
    """Answer with JSON; times are ISO 8601 in UTC, ids are text."""
    response = Response(orjson.dumps(value, option=orjson.OPT_UTC_Z), status, mimetype="application/json")
    if headers:
        response.headers.update(headers)
    return response


def comment_answer(
    comment: WholeComment, site: Site, status: HTTPStatus = HTTPStatus.OK, headers: dict[str, str] | None = None
) -> Response:
    """Answer with a comment, and say where it is."""
    location = {"Location": f"/v1/comments/{comment.id}"}
    return json_answer(full_snapshot(comment, site), status, location | (headers or {}))
