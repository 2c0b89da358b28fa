"""`DELETE /v1/comments/{id}`: erasure, with a receipt."""

from uuid import UUID

from flask import Response

from ombud.domain.deliveries import DeliveryLane
from ombud.domain.keys import Scope
from ombud.pipeline.erase import erase
from ombud.storage.database import current_time
from ombud_api.auth.site_keys import authenticate
from ombud_api.context import services
from ombud_api.limits.request_limits import count_request
from ombud_api.problems import not_found
from ombud_api.v1.answers import json_answer
from ombud_api.v1.read_comment import NO_SUCH_COMMENT


def erase_comment(comment_id: UUID) -> Response:
    """Erase a comment; a second call returns the first receipt."""
    ours = services()
    caller = authenticate(ours.key_ring, Scope.ERASE)
    count_request(ours, caller)
    with ours.database.transaction() as connection:
        receipt = erase(connection, caller.site.id, comment_id, current_time(connection))
    if receipt is None:
        raise not_found(NO_SUCH_COMMENT)
    ours.doorbell.ring(DeliveryLane.DELIVER)
    if ours.score_cache is not None:
        ours.score_cache.forget(receipt.texts)
    return json_answer({"id": receipt.comment_id, "erased_at": receipt.erased_at, "removed": receipt.removed})
