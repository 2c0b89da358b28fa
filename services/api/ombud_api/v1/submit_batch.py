"""`POST /v1/comments/batch`: many comments at once, behind the live ones."""

from http import HTTPStatus
from typing import Any

from flask import Response
from pydantic import ValidationError

from ombud.domain.jobs import Lane
from ombud.domain.keys import Scope
from ombud.pipeline.accept import Acceptance, Accepted, Submission, accept
from ombud_api.auth.site_keys import Caller, authenticate
from ombud_api.context import services
from ombud_api.limits.request_limits import count_request
from ombud_api.problems import Problem, problem_document, validation_problem
from ombud_api.v1.answers import comment_as_seen, json_answer
from ombud_api.v1.field_errors import field_errors
from ombud_api.v1.json_body import LARGEST_BATCH, read_body
from ombud_api.v1.requests import BatchBody, BatchItemBody
from ombud_api.v1.submit_comment import refusal, submission_of

ITEMS_PER_TRANSACTION = 250
"""Few enough that a batch never holds locks for long."""


def submit_batch() -> Response:
    """Accept up to 1,000 comments: 207, with a status for each, in order."""
    ours = services()
    caller = authenticate(ours.key_ring, Scope.SUBMIT)
    count_request(ours, caller)
    body = read_body(BatchBody, largest=LARGEST_BATCH)
    ours.backlog.refuse_when_full(caller.site.id, adding=len(body.items))
    checked = [_check(index, item) for index, item in enumerate(body.items)]
    submissions = [item for item in checked if isinstance(item, Submission)]
    accepted: list[Accepted] = []
    for start in range(0, len(submissions), ITEMS_PER_TRANSACTION):
        part = submissions[start : start + ITEMS_PER_TRANSACTION]
        with ours.database.transaction() as connection:
            accepted += accept(connection, caller.site, part, lane=Lane.BACKFILL, is_test=caller.key.is_test)
    ours.doorbell.ring(Lane.BACKFILL)
    outcomes = iter(accepted)
    items = [
        _refused(item) if isinstance(item, Problem) else _accepted(next(outcomes), caller, item.text)
        for item in checked
    ]
    return json_answer({"items": items}, HTTPStatus.MULTI_STATUS)


def _check(index: int, item: Any) -> Submission | Problem:
    try:
        return submission_of(BatchItemBody.model_validate(item))
    except ValidationError as error:
        return validation_problem(field_errors(error, under=f"/items/{index}"))


def _accepted(one: Accepted, caller: Caller, sent: str) -> dict[str, Any]:
    problem = refusal(one)
    if problem:
        return _refused(problem)
    status = HTTPStatus.ACCEPTED if one.acceptance is Acceptance.CREATED else HTTPStatus.OK
    return {"status": status.value, "comment": comment_as_seen(one.comment, caller, sent=sent)}


def _refused(problem: Problem) -> dict[str, Any]:
    return {"status": problem.status.value, "problem": problem_document(problem)}
