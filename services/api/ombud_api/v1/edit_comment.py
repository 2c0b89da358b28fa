"""`PUT /v1/comments/{id}`: a reader's edit, decided anew."""

from http import HTTPStatus
from uuid import UUID

from flask import Response

from ombud.domain.deliveries import DeliveryLane
from ombud.domain.jobs import Lane
from ombud.domain.keys import Scope
from ombud.pipeline.edit import Edit, edit
from ombud.storage.database import current_time
from ombud.storage.whole_comments import whole_comment
from ombud_api.auth.site_keys import authenticate
from ombud_api.context import services
from ombud_api.limits.request_limits import count_request
from ombud_api.problems import Problem, not_found
from ombud_api.v1.json_body import read_body
from ombud_api.v1.read_comment import NO_SUCH_COMMENT
from ombud_api.v1.requests import EditBody
from ombud_api.v1.wait_for_decision import answer_with_decision


def edit_comment(comment_id: UUID) -> Response:
    """Give a comment a new text: 202, or 200 where it is the text it has or `Prefer: wait` was met in time."""
    ours = services()
    caller = authenticate(ours.key_ring, Scope.SUBMIT)
    count_request(ours, caller)
    body = read_body(EditBody)
    ours.backlog.refuse_when_full(caller.site.id)
    with ours.database.transaction() as connection:
        edited = edit(connection, caller.site, comment_id, body.text, current_time(connection))
        comment = whole_comment(connection, caller.site.id, comment_id)
    if edited.edit is Edit.UNKNOWN or comment is None:
        raise not_found(NO_SUCH_COMMENT)
    if edited.edit is Edit.ERASED:
        raise Problem("erased", "The comment was erased and cannot be edited.")
    if edited.edit is Edit.UNCHANGED:
        return answer_with_decision(ours, caller, comment, HTTPStatus.OK, sent=body.text)
    ours.doorbell.ring(Lane.LIVE)
    ours.doorbell.ring(DeliveryLane.DELIVER)
    return answer_with_decision(ours, caller, comment, HTTPStatus.ACCEPTED, sent=body.text)
