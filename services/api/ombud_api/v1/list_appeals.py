"""`GET /v1/appeals`: a site's appeals, newest first."""

from flask import Response, request
from sqlalchemy import ColumnElement

from ombud.domain.appeals import AppealStatus
from ombud.domain.errors import FieldError
from ombud.domain.keys import Scope
from ombud.storage.appeals import AppealRow, appeals
from ombud_api.auth.site_keys import Caller, authenticate
from ombud_api.context import services
from ombud_api.limits.request_limits import count_request
from ombud_api.problems import validation_problem
from ombud_api.v1.answers import json_answer
from ombud_api.v1.cursors import appeal_after, appeal_cursor_of
from ombud_api.v1.query import refuse_unknown, whole_number

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 200


def list_appeals() -> Response:
    """List appeals, those of one status if asked, a page at a time."""
    ours = services()
    caller = authenticate(ours.key_ring, Scope.READ)
    count_request(ours, caller)
    refuse_unknown({"status", "cursor", "limit"})
    limit = whole_number("limit", DEFAULT_LIMIT, LARGEST_LIMIT)
    with ours.database.transaction() as connection:
        found = appeals(connection, *_conditions(caller), limit=limit + 1)
    page = found[:limit]
    return json_answer(
        {
            "items": [one.as_json() | {"text": one.text} for one in page],
            "next_cursor": appeal_cursor_of(page[-1].id) if len(found) > limit else None,
        }
    )


def _conditions(caller: Caller) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [AppealRow.site_id == caller.site.id]
    status, cursor = request.args.get("status"), request.args.get("cursor")
    if status is not None:
        if status not in tuple(AppealStatus):
            raise validation_problem([FieldError("?status", f"must be one of {', '.join(AppealStatus)}")])
        conditions.append(AppealRow.status == status)
    if cursor is not None:
        conditions.append(AppealRow.id < appeal_after(cursor))
    return conditions
