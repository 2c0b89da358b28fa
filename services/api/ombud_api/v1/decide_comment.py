"""`POST /v1/comments/{id}/decisions`: what was decided in the site's own admin."""

from http import HTTPStatus
from uuid import UUID

from flask import Response

from ombud.domain.deliveries import DeliveryLane
from ombud.domain.keys import Scope
from ombud.pipeline.decide_by_site import SiteDecision, decide_by_site
from ombud.storage.database import current_time
from ombud.storage.whole_comments import whole_comment
from ombud_api.auth.site_keys import authenticate
from ombud_api.context import services
from ombud_api.limits.request_limits import count_request
from ombud_api.problems import Problem, not_found
from ombud_api.v1.answers import comment_answer, place_of
from ombud_api.v1.json_body import read_body
from ombud_api.v1.read_comment import NO_SUCH_COMMENT
from ombud_api.v1.requests import DecisionBody


def decide_comment(comment_id: UUID) -> Response:
    """Record the site's decision on the comment's present revision: 201 with the comment."""
    ours = services()
    caller = authenticate(ours.key_ring, Scope.DECIDE)
    count_request(ours, caller)
    body = read_body(DecisionBody)
    with ours.database.transaction() as connection:
        decision = SiteDecision(body.verdict, body.actor, body.reason)
        now, policy = current_time(connection), ours.policies.of(connection, caller.site)
        decided = decide_by_site(connection, caller.site.id, comment_id, decision, now, policy)
        comment = whole_comment(connection, caller.site.id, comment_id)
    if comment is None:
        raise not_found(NO_SUCH_COMMENT)
    if not decided:
        raise Problem("erased", "The comment was erased and takes no more decisions.")
    ours.doorbell.ring(DeliveryLane.DELIVER)
    return comment_answer(comment, caller, HTTPStatus.CREATED, place_of(comment))
