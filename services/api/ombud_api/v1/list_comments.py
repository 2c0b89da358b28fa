"""`GET /v1/comments`: a site's comments, newest first."""

from flask import Response, request
from sqlalchemy import ColumnElement

from ombud.domain.comment import Status
from ombud.domain.errors import FieldError
from ombud.domain.keys import Scope
from ombud.pipeline.snapshot import full_snapshot
from ombud.storage.comments import CommentRow
from ombud.storage.whole_comments import whole_comments
from ombud_api.auth.site_keys import Caller, authenticate
from ombud_api.context import services
from ombud_api.limits.request_limits import count_request
from ombud_api.problems import validation_problem
from ombud_api.v1.answers import json_answer
from ombud_api.v1.cursors import comment_after, cursor_of
from ombud_api.v1.query import refuse_unknown, whole_number

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 200

FILTERS = {
    "external_id": CommentRow.external_id,
    "article_id": CommentRow.article_id,
    "author_id": CommentRow.author_id,
    "status": CommentRow.status,
}


def list_comments() -> Response:
    """List comments by external id, article, author or status, a page at a time."""
    ours = services()
    caller = authenticate(ours.key_ring, Scope.READ)
    count_request(ours, caller)
    refuse_unknown({*FILTERS, "cursor", "limit"})
    limit = whole_number("limit", DEFAULT_LIMIT, LARGEST_LIMIT)
    with ours.database.transaction() as connection:
        found = whole_comments(connection, *_conditions(caller), limit=limit + 1)
    page = found[:limit]
    return json_answer(
        {
            "items": [full_snapshot(comment, caller.site) for comment in page],
            "next_cursor": cursor_of(page[-1].id) if len(found) > limit else None,
        }
    )


def _conditions(caller: Caller) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [CommentRow.site_id == caller.site.id]
    for name, column in FILTERS.items():
        value = request.args.get(name)
        if value is None:
            continue
        if "\x00" in value:
            raise validation_problem([FieldError(f"?{name}", "must not hold the character U+0000")])
        if name == "status" and value not in tuple(Status):
            raise validation_problem([FieldError("?status", f"must be one of {', '.join(Status)}")])
        conditions.append(column == value)
    cursor = request.args.get("cursor")
    if cursor is not None:
        conditions.append(CommentRow.id < comment_after(cursor))
    return conditions
