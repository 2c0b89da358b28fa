"""What the API's answers share."""

from http import HTTPStatus
from typing import Any

import orjson
from flask import Response

from ombud.domain.keys import Scope
from ombud.pipeline.snapshot import full_snapshot, snapshot
from ombud.storage.whole_comments import WholeComment
from ombud_api.auth.site_keys import Caller


def json_answer(value: Any, status: HTTPStatus = HTTPStatus.OK, headers: dict[str, str] | None = None) -> Response:
    """Answer with JSON; times are ISO 8601 in UTC, ids are text."""
    response = Response(orjson.dumps(value, option=orjson.OPT_UTC_Z), status, mimetype="application/json")
    if headers:
        response.headers.update(headers)
    return response


def comment_answer(
    comment: WholeComment,
    caller: Caller,
    status: HTTPStatus = HTTPStatus.OK,
    headers: dict[str, str] | None = None,
    *,
    sent: str | None = None,
) -> Response:
    """Answer with a comment. `sent` is the text that this request brought, if it brought one."""
    return json_answer(comment_as_seen(comment, caller, sent=sent), status, headers)


def comment_as_seen(comment: WholeComment, caller: Caller, *, sent: str | None = None) -> dict[str, Any]:
    """Return what this caller may see of a comment.

    Text and author's name need the scope `read`, or have just been sent: a key that may only submit or decide cannot
    read what others wrote.
    """
    if caller.may(Scope.READ):
        return full_snapshot(comment, caller.site)
    own = sent if sent is not None and sent == comment.text else None
    return snapshot(comment, caller.site) | {"text": own, "show_text": None}


def place_of(comment: WholeComment) -> dict[str, str]:
    """Say where a comment is, as a header."""
    return {"Location": f"/v1/comments/{comment.id}"}
