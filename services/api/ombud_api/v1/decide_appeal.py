"""`POST /v1/appeals/{id}/decision`: what was decided on an appeal in the site's own admin."""

from http import HTTPStatus
from uuid import UUID

from flask import Response

from ombud.domain.decision import Actor, ActorKind
from ombud.domain.deliveries import DeliveryLane
from ombud.domain.keys import Scope
from ombud.pipeline.appeal import Answer, Answering, answer_appeal
from ombud.storage.database import current_time
from ombud_api.auth.site_keys import authenticate
from ombud_api.context import services
from ombud_api.limits.request_limits import count_request
from ombud_api.problems import Problem, not_found
from ombud_api.v1.answers import json_answer
from ombud_api.v1.json_body import read_body
from ombud_api.v1.readers_bodies import AppealDecisionBody


def decide_appeal(appeal_id: UUID) -> Response:
    """Record a person's answer to an appeal, as a new decision: 201 with the appeal."""
    ours = services()
    caller = authenticate(ours.key_ring, Scope.DECIDE)
    count_request(ours, caller)
    body = read_body(AppealDecisionBody)
    answer = Answer(body.outcome, Actor(ActorKind.SITE, body.actor), body.reason)
    with ours.database.transaction() as connection:
        answered = answer_appeal(connection, caller.site.id, appeal_id, answer, current_time(connection))
    if answered.appeal is None:
        raise not_found("Your site has no appeal with this id.")
    ours.doorbell.ring(DeliveryLane.DELIVER)
    if answered.answering is Answering.CLOSED:
        raise Problem("appeal-closed", f"The appeal was {answered.appeal.status} already.")
    text = answered.appeal.text if caller.may(Scope.READ) else None
    return json_answer(answered.appeal.as_json() | {"text": text}, HTTPStatus.CREATED)
