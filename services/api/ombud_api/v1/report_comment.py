"""`POST /v1/comments/{id}/reports`: a reader reports a comment."""

from difflib import get_close_matches
from http import HTTPStatus
from uuid import UUID

from flask import Response

from ombud.domain.deliveries import DeliveryLane
from ombud.domain.errors import FieldError
from ombud.domain.jobs import Lane
from ombud.domain.keys import Scope
from ombud.domain.reports import MutingRule
from ombud.pipeline.report import Complaint, Reporting, report
from ombud.policy.document import PolicyDocument
from ombud.storage.database import current_time
from ombud_api.auth.site_keys import authenticate
from ombud_api.context import services
from ombud_api.limits.request_limits import count_request
from ombud_api.problems import Problem, not_found, validation_problem
from ombud_api.v1.answers import json_answer
from ombud_api.v1.json_body import read_body
from ombud_api.v1.read_comment import NO_SUCH_COMMENT
from ombud_api.v1.readers_bodies import ReportBody


def report_comment(comment_id: UUID) -> Response:
    """Store a report: 201, or 200 with the first one where the same reader reported the same text before."""
    ours = services()
    caller = authenticate(ours.key_ring, Scope.SUBMIT)
    body = read_body(ReportBody)
    count_request(ours, caller, author_id=body.reporter)
    with ours.database.transaction() as connection:
        policy = ours.policies.of(connection, caller.site)
        _refuse_unknown_reason(policy, body.reason)
        complaint = Complaint(body.reporter, body.reason, body.note)
        rule = MutingRule(policy.reports.mute_after, policy.reports.mute_below)
        reported = report(connection, caller.site, comment_id, complaint, rule, current_time(connection))
    if reported.reporting is Reporting.ERASED:
        raise Problem("erased", "The comment was erased and cannot be reported.")
    if reported.report is None:
        raise not_found(NO_SUCH_COMMENT)
    ours.doorbell.ring(DeliveryLane.DELIVER)
    if reported.looked_at_again:
        ours.doorbell.ring(Lane.LIVE)
    status = HTTPStatus.CREATED if reported.reporting is Reporting.REPORTED else HTTPStatus.OK
    return json_answer(reported.report.as_json(), status)


def _refuse_unknown_reason(policy: PolicyDocument, reason: str) -> None:
    known = sorted(policy.reason_codes)
    if reason not in known:
        near = get_close_matches(reason, known, n=2) or known
        detail = f"must be one of your policy's reasons; did you mean {' or '.join(near)}?"
        raise validation_problem([FieldError("/reason", detail)])
