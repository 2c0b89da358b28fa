"""`POST /v1/comments/{id}/appeals`: an author asks for another look at a rejection."""

from collections.abc import Mapping
from http import HTTPStatus
from uuid import UUID

from flask import Response

from ombud.domain.deliveries import DeliveryLane
from ombud.domain.errors import FieldError
from ombud.domain.keys import Scope
from ombud.pipeline.appeal import Appealable, Opening, open_appeal
from ombud.storage.database import current_time
from ombud_api.auth.site_keys import authenticate
from ombud_api.context import services
from ombud_api.limits.request_limits import count_request
from ombud_api.problems import Problem, not_found, validation_problem
from ombud_api.v1.answers import json_answer
from ombud_api.v1.json_body import read_body
from ombud_api.v1.read_comment import NO_SUCH_COMMENT
from ombud_api.v1.readers_bodies import AppealBody

_REFUSALS: Mapping[Appealable, tuple[str, str]] = {
    Appealable.NOT_REJECTED: ("not-rejected", "The comment is not rejected, so there is nothing to appeal."),
    Appealable.FINAL: ("not-appealable", "The rejection is an answer to an appeal, or its reasons admit none."),
    Appealable.APPEALED: ("already-appealed", "There is an appeal against this decision already."),
    Appealable.EXPIRED: ("appeal-expired", "The time for an appeal against this decision is over."),
}


def appeal_rejection(comment_id: UUID) -> Response:
    """Store an author's appeal: 201. One for each decision, within the policy's time and length."""
    ours = services()
    caller = authenticate(ours.key_ring, Scope.SUBMIT)
    count_request(ours, caller)
    body = read_body(AppealBody)
    with ours.database.transaction() as connection:
        policy = ours.policies.of(connection, caller.site)
        if len(body.text) > policy.appeals.length:
            detail = f"must have at most {policy.appeals.length} characters, which is what your policy allows"
            raise validation_problem([FieldError("/text", detail)])
        opened = open_appeal(connection, caller.site, comment_id, body.text, policy, current_time(connection))
    if opened.opening is Opening.ERASED:
        raise Problem("erased", "The comment was erased, so there is nothing left to appeal.")
    if opened.right is None:
        raise not_found(NO_SUCH_COMMENT)
    if opened.opening is Opening.REFUSED or opened.right.appeal is None:
        raise Problem(*_REFUSALS[opened.right.appealable])
    ours.doorbell.ring(DeliveryLane.DELIVER)
    return json_answer(opened.right.appeal.as_json() | {"text": body.text}, HTTPStatus.CREATED)
