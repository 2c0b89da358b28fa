"""A website that is told by webhook, with every process of the service running for real."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import httpx
import pytest
from standardwebhooks import Webhook

from ombud.client import Ombud
from tests.receiver import Receiver, answer, receiving
from tests.reliability.child import eventually
from tests.reliability.stack import Stack
from tests.reliability.website import Website

ARTICLE, AUTHOR = {"id": "a-1"}, {"id": "reader-1"}
VILE = "I quote the minister. score:toxicity=0.99"


@pytest.fixture
def site(stack: Stack) -> Website:
    return stack.open_site()


@pytest.fixture
def ombud(site: Website) -> Iterator[Ombud]:
    with Ombud(f"http://{site.host}:{site.port}", site.key, timeout=30) as client:
        yield client


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def register(site: Website, receiver: Receiver) -> Webhook:
    """Register a webhook as a site's developer would, and return what verifies its signatures."""
    answered = httpx.post(
        f"http://{site.host}:{site.port}/v1/webhooks",
        json={"url": receiver.url, "events": []},
        headers={"Authorization": f"Bearer {site.key}"},
        timeout=30,
    )
    assert answered.status_code == 201
    return Webhook(answered.json()["secret"])


def told(receiver: Receiver, webhook: Webhook) -> list[Any]:
    """Return what was received and answered well, each signature verified."""
    return [webhook.verify(one.body, dict(one.headers)) for one in receiver.received]


def let_an_hour_pass(stack: Stack, site_id: UUID) -> None:
    stack.execute("UPDATE deliveries SET due_at = due_at - interval '1 hour' WHERE site_id = %s", site_id)


def test_a_site_is_told_of_decisions_and_of_all_that_happened_while_its_server_was_away(
    stack: Stack, site: Website, ombud: Ombud, receiver: Receiver
) -> None:
    webhook = register(site, receiver)
    first = ombud.submit("Thank you. score:toxicity=0", article=ARTICLE, author=AUTHOR)
    assert eventually(lambda: receiver.received)
    [decided] = told(receiver, webhook)
    assert (decided["type"], decided["data"]["comment"]["id"]) == ("comment.decided", first["id"])
    assert "text" not in decided["data"]["comment"]

    receiver.behave = answer(503)
    away = [ombud.submit(f"Number {n}. score:toxicity=0", article=ARTICLE, author=AUTHOR)["id"] for n in range(3)]
    assert eventually(lambda: len(set(receiver.ids())) == 4)
    receiver.received.clear()
    receiver.behave = answer(200)
    let_an_hour_pass(stack, site.site_id)
    assert eventually(lambda: len(set(receiver.ids())) == 3, 60)
    assert {event["data"]["comment"]["id"] for event in told(receiver, webhook)} == set(away)
    assert stack.drain(site.site_id, 60)


def test_a_site_is_told_of_an_appeal_and_of_its_answer(
    stack: Stack, site: Website, ombud: Ombud, receiver: Receiver
) -> None:
    webhook = register(site, receiver)
    posted = ombud.submit(VILE, article=ARTICLE, author=AUTHOR)
    assert ombud.wait(posted["id"])["status"] == "rejected"
    appeal = ombud.appeal(posted["id"], "Those are the minister's words, not mine.")
    ombud.report(posted["id"], reporter="reader-2", reason="abuse")
    ombud.decide_appeal(appeal["id"], "grant", actor="editor-1")
    assert stack.drain(site.site_id, 60)
    events = sorted(told(receiver, webhook), key=lambda event: int(event["sequence"]))
    assert [event["type"] for event in events] == [
        "comment.decided",
        "appeal.opened",
        "comment.reported",
        "comment.decided",
        "appeal.decided",
    ]
    assert events[-1]["data"]["comment"]["status"] == "approved"
