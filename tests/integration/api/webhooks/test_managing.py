"""`/v1/webhooks`: a site's endpoints, their secrets, and what became of their deliveries."""

from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_network
from uuid import uuid4

import pytest
from sqlalchemy import text

from ombud.domain.keys import ALL_SCOPES, Scope
from ombud.pipeline.deliver import Deliverer
from ombud.pipeline.sign import SEAL_PURPOSE
from ombud.sealing import Seal
from ombud.settings import Settings
from ombud.storage.database import Database
from tests.integration.api.caller import Caller, Json, Reply
from tests.integration.api.conftest import OpenedSite
from tests.receiver import answer, receiving

URL = "https://www.example.com/hooks"
Moderate = Callable[[], int]


def patch(api: Caller, path: str, body: Json) -> Reply:
    return api.call("PATCH", path, body)


def added(api: Caller, **fields: object) -> Json:
    reply = api.post("/v1/webhooks", {"url": URL, **fields})
    assert reply.status == 201, reply.body
    made: Json = reply.body
    return made


@pytest.fixture
def deliver(settings: Settings, database: Database) -> Callable[[], None]:
    """Do the deliverer's work, in this process, until nothing is due."""

    def run() -> None:
        seal = Seal(settings.require_secret_key(), SEAL_PURPOSE)
        Deliverer(database, seal, timedelta(seconds=60), [ip_network("127.0.0.0/8")]).deliver_due()

    return run


def test_a_webhook_is_added_read_listed_changed_and_deleted(api: Caller) -> None:
    made = added(api, events=["comment.erased", "comment.decided", "comment.erased"])
    path = f"/v1/webhooks/{made['id']}"
    assert made["secret"].startswith("whsec_")
    assert made["events"] == ["comment.decided", "comment.erased"]
    told = {name: value for name, value in made.items() if name != "secret"}
    assert api.get(path).body == told
    assert api.get("/v1/webhooks").body == {"items": [told], "next_cursor": None}
    changed = patch(api, path, {"url": "http://10.0.0.7:8080/in", "events": [], "enabled": False}).body
    assert (changed["url"], changed["events"], changed["enabled"]) == ("http://10.0.0.7:8080/in", [], False)
    assert changed["disabled_reason"] == "Your site disabled it."
    assert patch(api, path, {"enabled": True}).body["disabled_reason"] is None
    assert patch(api, path, {}).status == 200
    assert api.delete(path).body == {"id": made["id"], "deliveries_dropped": 0}
    assert [api.get(path).status, api.delete(path).status] == [404, 404]


def test_a_secret_is_shown_once_and_lies_sealed(api: Caller, database: Database) -> None:
    made = added(api)
    rotated = api.call("POST", f"/v1/webhooks/{made['id']}/rotate", query={"overlap_hours": 1}).body
    assert rotated["secret"] not in (made["secret"], "")
    assert rotated["previous_secret_until"] is not None
    assert api.call("POST", f"/v1/webhooks/{made['id']}/rotate", query={"overlap_hours": 0}).status == 200
    assert api.get(f"/v1/webhooks/{made['id']}").body["previous_secret_until"] is None
    assert "whsec" not in str(api.get("/v1/webhooks").body)
    with database.transaction() as connection:
        stored = connection.execute(text("SELECT webhooks::text FROM webhooks WHERE id = :id"), {"id": made["id"]})
        assert made["secret"] not in stored.scalar_one()


def test_another_sites_webhook_is_not_found(api: Caller, open_test_site: Callable[[], OpenedSite]) -> None:
    made = added(api)
    other = open_test_site().caller()
    path = f"/v1/webhooks/{made['id']}"
    replies = [
        other.get(path),
        patch(other, path, {"enabled": False}),
        other.delete(path),
        other.call("POST", f"{path}/rotate"),
        other.call("POST", f"{path}/test"),
        other.post(f"{path}/redeliver", {"since": "2026-01-01T00:00:00Z"}),
        other.get(f"{path}/deliveries"),
        other.get(f"/v1/webhooks/{uuid4()}"),
    ]
    assert [reply.code for reply in replies] == ["not-found"] * len(replies)
    assert other.get("/v1/webhooks").body["items"] == []
    assert api.get(path).body["enabled"] is True


def test_every_call_needs_the_scope_manage(site: OpenedSite) -> None:
    api, path = site.caller(*(ALL_SCOPES - {Scope.MANAGE})), f"/v1/webhooks/{uuid4()}"
    calls = [
        ("GET", "/v1/webhooks"), ("POST", "/v1/webhooks"), ("GET", path), ("PATCH", path), ("DELETE", path),
        ("POST", f"{path}/rotate"), ("POST", f"{path}/test"), ("POST", f"{path}/redeliver"),
        ("GET", f"{path}/deliveries"),
    ]  # fmt: skip
    assert {api.call(method, where).code for method, where in calls} == {"missing-scope"}


@pytest.mark.parametrize(
    ("body", "pointer", "detail"),
    [
        ({}, "/url", "is missing"),
        ({"url": "ftp://example.com/"}, "/url", "must be an address such as"),
        ({"url": "https://a:b@example.com/"}, "/url", "must not hold a user name"),
        ({"url": "http://example.com:22/"}, "/url", "must have the port 80, 443"),
        ({"url": "https://bücher.example/"}, "/url", "must be ASCII"),
        ({"url": URL + "x" * 2048}, "/url", "must have at most 2,048 characters"),
        ({"url": URL, "events": ["comment.liked"]}, "/events/0", "must be "),
        ({"url": URL, "secret": "mine"}, "/secret", "is not a field of this request"),
    ],
)
def test_what_cannot_be_a_webhook_is_refused_by_field(api: Caller, body: Json, pointer: str, detail: str) -> None:
    reply = api.post("/v1/webhooks", body)
    assert reply.status == 422
    assert reply.errors[pointer].startswith(detail)


def test_a_site_has_fifty_webhooks_at_most(api: Caller) -> None:
    for _ in range(50):
        added(api)
    assert "50 at most" in str(api.post("/v1/webhooks", {"url": URL}).errors)


def test_without_a_secret_key_no_webhook_is_added_and_the_answer_says_so(
    site: OpenedSite, make_app: Callable[..., object]
) -> None:
    api = site.caller(app=make_app(secret_key=None))  # type: ignore[arg-type]
    reply = api.post("/v1/webhooks", {"url": URL})
    assert (reply.status, reply.code) == (503, "unavailable")
    assert "OMBUD_SECRET_KEY" in reply.body["detail"]


def test_deliveries_are_listed_with_every_attempt_and_page_by_page(
    api: Caller, moderate: Moderate, deliver: Callable[[], None]
) -> None:
    with receiving(answer(500, b"<b>no</b>")) as receiver:
        made = added(api, url=receiver.url)
        ids = [api.submitted()["id"] for _ in range(3)]
        moderate()
        deliver()
    path = f"/v1/webhooks/{made['id']}/deliveries"
    listed = api.get(path).body["items"]
    assert {one["comment_id"] for one in listed} == set(ids)
    assert [one["id"] for one in listed] == sorted((one["id"] for one in listed), reverse=True)
    for one in listed:
        assert (one["status"], one["type"], one["sequence"]) == ("waiting", "comment.decided", 1)
        [attempt] = one["attempts"]
        assert (attempt["outcome"], attempt["status_code"], attempt["answer"]) == ("failed", 500, "<b>no</b>")
    paged: list[Json] = []
    query: Json = {}
    while True:
        page = api.get(path, limit=2, **query).body
        paged += page["items"]
        if page["next_cursor"] is None:
            break
        query = {"cursor": page["next_cursor"]}
    assert paged == listed
    assert api.get(path, status="dead").body["items"] == []
    assert api.get(path, status="lost").errors == {"?status": "must be one of waiting, delivered, dead, cancelled"}
    assert api.get(path, cursor="x").errors == {"?cursor": "is not one that this API gave out"}


def test_a_test_goes_out_and_is_listed(api: Caller, deliver: Callable[[], None]) -> None:
    with receiving() as receiver:
        made = added(api, url=receiver.url)
        sent = api.call("POST", f"/v1/webhooks/{made['id']}/test")
        assert (sent.status, sent.body["type"], sent.body["status"]) == (202, "webhook.test", "waiting")
        deliver()
    [listed] = api.get(f"/v1/webhooks/{made['id']}/deliveries").body["items"]
    assert (listed["id"], listed["status"], listed["type"]) == (sent.body["id"], "delivered", "webhook.test")
    assert receiver.ids() == [listed["event_id"]]


def test_what_was_given_up_is_sent_again(api: Caller, moderate: Moderate, deliver: Callable[[], None]) -> None:
    with receiving(answer(410)) as receiver:
        made = added(api, url=receiver.url)
        path = f"/v1/webhooks/{made['id']}"
        api.submitted()
        moderate()
        deliver()
        since = {"since": "2026-01-01T00:00:00Z"}
        assert api.post(f"{path}/redeliver", since).code == "webhook-disabled"
        assert api.call("POST", f"{path}/test").code == "webhook-disabled"
        patch(api, path, {"enabled": True})
        receiver.behave = answer(200)
        assert api.post(f"{path}/redeliver", since).body == {"redelivered": 1, "more": False}
        deliver()
        [listed] = api.get(f"{path}/deliveries", status="delivered").body["items"]
        assert api.post(f"{path}/redeliver", {"delivery": listed["id"]}).body["redelivered"] == 1
        deliver()
        assert api.post(f"{path}/redeliver", since).body["redelivered"] == 0
        assert api.post(f"{path}/redeliver", since | {"status": "all"}).body["redelivered"] == 1
        deliver()
    assert receiver.ids() == [listed["event_id"]] * 4
    assert api.post(f"{path}/redeliver", {"delivery": str(uuid4())}).code == "not-found"


@pytest.mark.parametrize("body", [{}, {"delivery": str(uuid4()), "since": "2026-01-01T00:00:00Z"}])
def test_a_redelivery_has_one_way_to_choose(api: Caller, body: Json) -> None:
    made = added(api)
    assert api.post(f"/v1/webhooks/{made['id']}/redeliver", body).errors == {"": "must have either delivery or since"}


def test_erasure_cancels_what_waits_and_blanks_what_was_answered(
    api: Caller, moderate: Moderate, deliver: Callable[[], None]
) -> None:
    with receiving(answer(500, b"I got: a reader's words")) as receiver:
        made = added(api, url=receiver.url)
        posted = api.submitted()
        moderate()
        deliver()
        receipt = api.delete(f"/v1/comments/{posted['id']}").body
        assert (receipt["removed"]["deliveries"], receipt["removed"]["answers_of_receivers"]) == (1, 1)
        receiver.behave = answer(200)
        deliver()
    erased, decided = api.get(f"/v1/webhooks/{made['id']}/deliveries").body["items"]
    assert (decided["status"], decided["attempts"][0]["answer"]) == ("cancelled", "")
    assert (erased["status"], erased["type"]) == ("delivered", "comment.erased")
    since = {"since": "2026-01-01T00:00:00Z", "status": "all"}
    assert api.post(f"/v1/webhooks/{made['id']}/redeliver", since).body["redelivered"] == 1  # not what was cancelled
