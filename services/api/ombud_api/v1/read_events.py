"""`GET /v1/events`: a site's feed, for those who would rather pull than be called."""

from uuid import UUID

from flask import Response, request

from ombud.domain.keys import Scope
from ombud.storage.database import Database
from ombud.storage.feed import Event, events_after
from ombud_api.auth.site_keys import authenticate
from ombud_api.context import services
from ombud_api.limits.request_limits import count_request
from ombud_api.v1.answers import json_answer
from ombud_api.v1.cursors import next_of, position_after
from ombud_api.v1.query import refuse_unknown, whole_number

DEFAULT_LIMIT = 100
LARGEST_LIMIT = 1000
LONGEST_WAIT = 30


def read_events() -> Response:
    """Return the events after a place; with `wait` and none there, wait for the next one, up to 30 s."""
    ours = services()
    caller = authenticate(ours.key_ring, Scope.READ)
    count_request(ours, caller)
    refuse_unknown({"after", "limit", "wait"})
    limit = whole_number("limit", DEFAULT_LIMIT, LARGEST_LIMIT)
    wait = whole_number("wait", 0, LONGEST_WAIT, least=0)
    after = request.args.get("after")
    position = position_after(after) if after else 0
    events = _read(ours.database, caller.site.id, position, limit)
    if not events and wait and ours.waiting_room.wait_for_event(caller.site.id, position, wait):
        events = _read(ours.database, caller.site.id, position, limit)
    last = events[-1].position if events else position
    return json_answer({"items": [event.as_told() for event in events], "next": next_of(last)})


def _read(database: Database, site_id: UUID, position: int, limit: int) -> list[Event]:
    with database.transaction() as connection:
        return events_after(connection, site_id, position, limit)
