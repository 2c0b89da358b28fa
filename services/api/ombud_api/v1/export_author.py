"""`GET /v1/authors/{id}/export`: all that is kept about one reader."""

from flask import Response

from ombud.domain.keys import Scope
from ombud.pipeline import export_author as pipeline
from ombud_api.auth.site_keys import authenticate
from ombud_api.context import services
from ombud_api.limits.request_limits import count_request
from ombud_api.problems import not_found
from ombud_api.v1.erase_author import NO_SUCH_AUTHOR, refuse_impossible


def export_author(author_id: str) -> Response:
    """Send the reader's record, however long it is, without ever holding all of it."""
    ours = services()
    caller = authenticate(ours.key_ring, Scope.READ)
    count_request(ours, caller)
    refuse_impossible(author_id)
    pieces = pipeline.export_author(ours.database, caller.site.id, author_id)
    if pieces is None:
        raise not_found(NO_SUCH_AUTHOR)
    return Response(pieces, mimetype="application/json")
