"""`DELETE /v1/authors/{id}`: erasure of everything about one reader, with a receipt."""

from http import HTTPStatus
from time import monotonic

from flask import Response

from ombud.domain.deliveries import DeliveryLane
from ombud.domain.keys import Scope
from ombud.domain.limits import LONGEST_ID, unstorable
from ombud.pipeline.erase_author import begin_author_erasure, erase_some
from ombud.storage.database import current_time
from ombud_api.auth.site_keys import authenticate
from ombud_api.context import services
from ombud_api.limits.request_limits import count_request
from ombud_api.problems import not_found
from ombud_api.v1.answers import json_answer

NO_SUCH_AUTHOR = "Your site has nothing of an author with this id."
LONGEST_SECONDS = 10.0


def erase_author(author_id: str) -> Response:
    """Erase an author: 200 with the receipt, or 202 where there is so much that the scheduler has to finish it."""
    ours = services()
    caller = authenticate(ours.key_ring, Scope.ERASE)
    count_request(ours, caller)
    until = monotonic() + LONGEST_SECONDS
    refuse_impossible(author_id)
    with ours.database.transaction() as connection:
        erasure = begin_author_erasure(connection, caller.site.id, author_id, current_time(connection))
    if erasure is None:
        raise not_found(NO_SUCH_AUTHOR)
    while erasure.erased_at is None and monotonic() < until:
        with ours.database.transaction() as connection:
            erasure = erase_some(connection, erasure.id, current_time(connection))
        ours.doorbell.ring(DeliveryLane.DELIVER)
        if ours.score_cache is not None:
            ours.score_cache.forget(erasure.texts)
    told = {"begun_at": erasure.begun_at, "erased_at": erasure.erased_at, "removed": erasure.removed}
    return json_answer(told, HTTPStatus.OK if erasure.erased_at else HTTPStatus.ACCEPTED)


def refuse_impossible(author_id: str) -> None:
    """Raise a 404 problem for what can be nobody's id."""
    if len(author_id) > LONGEST_ID or unstorable(author_id):
        raise not_found(NO_SUCH_AUTHOR)
