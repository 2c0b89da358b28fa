"""Compares what a webhook's receiver got with the feed and with how comments stand."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from tests.reliability.findings import Findings, Row
from tests.reliability.journal import Journal

Told = Mapping[str, Any]


def check_deliveries(events: Sequence[Row], comments: Mapping[UUID, Row], journal: Journal, found: Findings) -> None:
    """Check that every event came, under its own id, and that the last word on each comment is how it stands.

    What happened to a comment before it was erased need not have come: erasure cancels it.
    """
    assert journal.received is not None
    got = [(one.headers["webhook-id"], json.loads(one.body)) for one in journal.received]
    _check_ids(got, events, found)
    ids = {event_id for event_id, _ in got}
    for event in events:
        cancelled = event["comment_id"] in journal.erasures_attempted and event["type"] != "comment.erased"
        if str(event["id"]) not in ids and not cancelled:
            found.undelivered.append(f"{event['type']} {event['id']} of {event['comment_id']}")
    _check_last_words([told for _, told in got], comments, found)


def _check_ids(got: Sequence[tuple[str, Told]], events: Sequence[Row], found: Findings) -> None:
    known = {(str(event["comment_id"]), event["sequence"]): str(event["id"]) for event in events}
    for webhook_id, told in got:
        own = known.get((told["data"]["comment"]["id"], told["sequence"]))
        if not webhook_id == told["id"] == own:
            found.unstable.append(f"event {own} came as {told['id']} under the id {webhook_id}")


def _check_last_words(got: Sequence[Told], comments: Mapping[UUID, Row], found: Findings) -> None:
    by_comment: dict[UUID, list[Told]] = defaultdict(list)
    for told in got:
        by_comment[UUID(told["data"]["comment"]["id"])].append(told)
    for comment_id, all_told in by_comment.items():
        last = max(all_told, key=lambda told: int(told["sequence"]))["data"]["comment"]
        stands = comments.get(comment_id)
        if stands is None or (last["status"], last["revision"]) != (stands["status"], stands["revision"]):
            found.contradictory.append(f"{comment_id} was last told to be {last['status']}, which it is not")
