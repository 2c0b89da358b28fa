"""`POST /v1/comments`: a reader's comment comes in."""

from http import HTTPStatus

from flask import Response
from sqlalchemy import Connection

from ombud.domain.jobs import Lane
from ombud.domain.keys import Scope
from ombud.observability.crash_points import crash_point
from ombud.pipeline.accept import Acceptance, Accepted, PastDecision, Submission, accept
from ombud.storage.whole_comments import WholeComment
from ombud_api.auth.site_keys import Caller, authenticate
from ombud_api.context import services
from ombud_api.limits.request_limits import count_request
from ombud_api.problems import Problem
from ombud_api.v1.idempotency import read_idempotency_key
from ombud_api.v1.json_body import read_body
from ombud_api.v1.requests import BatchItemBody, CommentBody
from ombud_api.v1.wait_for_decision import answer_with_decision


def submit_comment() -> Response:
    """Accept one comment: 202, or 200 with its decision where `Prefer: wait` was met in time."""
    ours = services()
    caller = authenticate(ours.key_ring, Scope.SUBMIT)
    try:
        body = read_body(CommentBody)
        key = read_idempotency_key()
    except Problem:
        count_request(ours, caller)  # what cannot be read has no author, and counts for its key
        raise
    count_request(ours, caller, author_id=body.author.id)
    ours.backlog.refuse_when_full(caller.site.id)
    # One statement stores a comment; only an idempotency key needs a transaction around it.
    with ours.database.transaction() if key.key else ours.database.statement() as connection:
        status, comment = key.once(connection, caller.site.id, lambda: _accept_one(connection, caller, body))
    crash_point("accept.after_commit")
    ours.doorbell.ring(Lane.LIVE)
    return answer_with_decision(ours, caller, comment, status, sent=body.text)


def submission_of(body: CommentBody) -> Submission:
    """Turn a checked body into what the pipeline accepts."""
    past = body.decision if isinstance(body, BatchItemBody) else None
    return Submission(
        text=body.text,
        article=body.article.model_dump(exclude_none=True),
        author=body.author.model_dump(exclude_none=True),
        external_id=body.external_id,
        parent_external_id=body.parent_external_id,
        language=body.language,
        created_at=body.created_at,
        client_ip=body.client.ip if body.client else None,
        client_user_agent=body.client.user_agent if body.client else None,
        past_decision=PastDecision(past.verdict, past.decided_at, past.actor) if past else None,
    )


def refusal(accepted: Accepted) -> Problem | None:
    """Return the problem of a submission that met another comment; None where it was accepted or known."""
    external_id = accepted.comment.external_id
    match accepted.acceptance:
        case Acceptance.CONFLICT:
            detail = f"The comment '{external_id}' has another text. To edit it: PUT /v1/comments/{accepted.comment.id}"
            return Problem("external-id-conflict", detail)
        case Acceptance.ERASED:
            return Problem("erased", f"The comment '{external_id}' was erased and cannot come back.")
        case _:
            return None


def _accept_one(connection: Connection, caller: Caller, body: CommentBody) -> tuple[HTTPStatus, WholeComment]:
    [accepted] = accept(connection, caller.site, [submission_of(body)], lane=Lane.LIVE, is_test=caller.key.is_test)
    problem = refusal(accepted)
    if problem:
        raise problem
    created = accepted.acceptance is Acceptance.CREATED
    return (HTTPStatus.ACCEPTED if created else HTTPStatus.OK), accepted.comment
