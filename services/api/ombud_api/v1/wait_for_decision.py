"""`Prefer: wait=N`: the answer to a post or an edit waits for the decision, for a while."""

from http import HTTPStatus

from flask import Response, request

from ombud.domain.comment import Status
from ombud.storage.whole_comments import WholeComment, whole_comment
from ombud_api.auth.site_keys import Caller
from ombud_api.context import Services
from ombud_api.v1.answers import comment_answer, place_of
from ombud_api.v1.preferences import wished_wait


def answer_with_decision(
    ours: Services, caller: Caller, comment: WholeComment, status: HTTPStatus, *, sent: str
) -> Response:
    """Answer with a comment that was just written: 200 where the caller waited and it was decided in time.

    Call it outside of any transaction: no connection is held while waiting.
    """
    wait = wished_wait(request.headers.get("Prefer"))
    headers = place_of(comment)
    pending = comment.state.status is Status.PENDING
    if pending and wait is not None and ours.waiting_room.wait_for_decision(comment.id, wait):
        with ours.database.transaction() as connection:
            comment = whole_comment(connection, caller.site.id, comment.id) or comment
        headers["Preference-Applied"] = f"wait={wait:g}"
        status = HTTPStatus.OK
    return comment_answer(comment, caller, status, headers, sent=sent)
