"""`GET /v1/comments/{id}`: one comment as it is now."""

from uuid import UUID

from flask import Response

from ombud.domain.keys import Scope
from ombud.storage.whole_comments import whole_comment
from ombud_api.auth.site_keys import authenticate
from ombud_api.context import services
from ombud_api.limits.request_limits import count_request
from ombud_api.problems import not_found
from ombud_api.v1.answers import comment_answer

NO_SUCH_COMMENT = "Your site has no comment with this id."


def read_comment(comment_id: UUID) -> Response:
    """Return one comment of the caller's site."""
    ours = services()
    caller = authenticate(ours.key_ring, Scope.READ)
    count_request(ours, caller)
    with ours.database.transaction() as connection:
        comment = whole_comment(connection, caller.site.id, comment_id)
    if comment is None:
        raise not_found(NO_SUCH_COMMENT)
    return comment_answer(comment, caller)
