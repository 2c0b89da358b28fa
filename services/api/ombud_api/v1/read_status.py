"""`GET /v1/comments/{id}/status`: what the author of a comment may be told. No text, and nothing to probe with."""

from uuid import UUID

from flask import Response, request

from ombud.domain.errors import FieldError
from ombud.domain.keys import Scope
from ombud.domain.limits import is_language
from ombud.pipeline.tell_author import author_status
from ombud.storage.database import current_time
from ombud.storage.whole_comments import whole_comment
from ombud_api.auth.site_keys import authenticate
from ombud_api.context import services
from ombud_api.limits.request_limits import count_request
from ombud_api.problems import not_found, validation_problem
from ombud_api.v1.answers import json_answer
from ombud_api.v1.query import refuse_unknown
from ombud_api.v1.read_comment import NO_SUCH_COMMENT


def read_status(comment_id: UUID) -> Response:
    """Tell where a comment stands, in the language that is asked for, or else in the comment's."""
    ours = services()
    caller = authenticate(ours.key_ring, Scope.READ)
    count_request(ours, caller)
    refuse_unknown({"language"})
    language = request.args.get("language")
    if language is not None and not is_language(language):
        raise validation_problem([FieldError("?language", "must be a language tag (BCP 47), such as en or pt-BR")])
    with ours.database.transaction() as connection:
        comment = whole_comment(connection, caller.site.id, comment_id)
        if comment is None:
            raise not_found(NO_SUCH_COMMENT)
        policy = ours.policies.of(connection, caller.site)
        waits = ours.usual_waits.of(connection, caller.site.id)
        told = author_status(connection, comment, policy, waits, language, current_time(connection))
    return json_answer(told)
