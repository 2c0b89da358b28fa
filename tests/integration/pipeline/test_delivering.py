"""Events reach webhooks' receivers, or are tried again until they are given up."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from ipaddress import ip_network
from itertools import pairwise

import orjson
import pytest
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError
from svix import Webhook as SvixVerifier

from ombud.domain.deliveries import FAILURES_BEFORE_REST, SCHEDULE, AttemptOutcome, DeliveryStatus
from ombud.domain.events import EventType
from ombud.pipeline.manage_webhooks import alter_webhook, close_webhook, redeliver_dead, rotate_secret
from ombud.pipeline.sweep import sweep, tidy
from ombud.sealing import Seal
from ombud.storage.database import current_time
from ombud.storage.deliveries import oldest_waiting_since
from ombud.storage.redeliveries import redeliver_one
from tests.integration.pipeline.conftest import Newsroom
from tests.integration.pipeline.post_office import SEAL, PostOffice
from tests.receiver import Received, Receiver, answer, receiving

LOOPBACK = (ip_network("127.0.0.0/8"),)
A_MOMENT = timedelta(seconds=1)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def post_office(newsroom: Newsroom) -> PostOffice:
    return PostOffice(newsroom, LOOPBACK)


def verified(secret: str, request: Received) -> object:
    """Read a request as a receiver does, with both libraries as they come."""
    SvixVerifier(secret).verify(request.body, dict(request.headers))
    return Verifier(secret).verify(request.body, dict(request.headers))


def test_a_decision_reaches_the_receiver_signed_and_just_as_the_feed_tells_it(
    post_office: PostOffice, receiver: Receiver
) -> None:
    made = post_office.open(receiver.url)
    post_office.announce()
    post_office.deliver()
    [request] = receiver.received
    [event] = post_office.newsroom.events()
    assert request.body == orjson.dumps(event.as_told(), option=orjson.OPT_UTC_Z)
    assert set(orjson.loads(request.body)) == {"id", "sequence", "type", "timestamp", "data"}
    assert verified(made.secret, request) == orjson.loads(request.body)
    assert request.headers["webhook-id"] == str(event.id)
    assert request.target == "/hook?site=1"
    [delivery] = post_office.deliveries(made.webhook)
    assert (delivery.status, delivery.event_id, delivery.type) == (DeliveryStatus.DELIVERED, event.id, event.type)
    assert [one["status_code"] for one in delivery.attempts] == [200]


def test_a_change_anywhere_in_what_was_signed_is_seen(post_office: PostOffice, receiver: Receiver) -> None:
    made = post_office.open(receiver.url)
    post_office.announce()
    post_office.deliver()
    [request] = receiver.received
    tampered = [{**request.headers, name: f"{request.headers[name]}1"} for name in ("webhook-id", "webhook-timestamp")]
    tampered.append({**request.headers, "webhook-signature": "v1," + "A" * 43 + "="})
    for headers in tampered:
        with pytest.raises(WebhookVerificationError):
            Verifier(made.secret).verify(request.body, headers)
    for place in range(0, len(request.body), 7):
        body = request.body[:place] + bytes([request.body[place] ^ 1]) + request.body[place + 1 :]
        with pytest.raises(WebhookVerificationError):
            Verifier(made.secret).verify(body, dict(request.headers))


def test_an_endpoint_gets_the_events_it_asked_for(post_office: PostOffice, receiver: Receiver) -> None:
    post_office.open(receiver.url, EventType.COMMENT_ERASED)
    post_office.announce(3)
    post_office.deliver()
    assert receiver.received == []


def test_other_sites_events_are_not_sent(post_office: PostOffice, receiver: Receiver, open_newsroom) -> None:  # type: ignore[no-untyped-def]
    post_office.open(receiver.url)
    other = open_newsroom()
    other.post("elsewhere")
    other.moderate()
    post_office.deliver()
    assert receiver.received == []


def test_while_a_secret_is_replaced_both_secrets_verify_and_then_only_the_new_one(
    post_office: PostOffice, receiver: Receiver
) -> None:
    made = post_office.open(receiver.url)
    with post_office.newsroom.database.transaction() as connection:
        now = current_time(connection)
        rotated = rotate_secret(connection, made.webhook, timedelta(hours=24), SEAL, now)
    post_office.announce()
    post_office.deliver()
    [during] = receiver.received
    assert verified(made.secret, during) == verified(rotated.secret, during)
    assert len(during.headers["webhook-signature"].split()) == 2
    with post_office.newsroom.database.transaction() as connection:
        rotate_secret(connection, rotated.webhook, timedelta(), SEAL, now)
    post_office.announce()
    post_office.deliver()
    assert len(receiver.received[-1].headers["webhook-signature"].split()) == 1
    with pytest.raises(WebhookVerificationError):
        verified(rotated.secret, receiver.received[-1])


def test_the_whole_schedule_is_walked_with_one_id_and_a_fresh_time_each_and_ends_in_a_dead_letter(
    post_office: PostOffice, receiver: Receiver
) -> None:
    receiver.behave = answer(500, b"no \x00 luck")
    made = post_office.open(receiver.url)
    post_office.announce()
    for wait in SCHEDULE:
        post_office.ahead += wait - A_MOMENT
        post_office.deliver()
        before = len(receiver.received)
        post_office.ahead += 2 * A_MOMENT
        post_office.deliver()
        assert len(receiver.received) in {before, before + 1}
    [delivery] = post_office.deliveries(made.webhook)
    assert delivery.status is DeliveryStatus.DEAD
    assert len(receiver.received) == len(delivery.attempts) == len(SCHEDULE)
    assert len(set(receiver.ids())) == 1
    stamps = [int(one.headers["webhook-timestamp"]) for one in receiver.received]
    waits = [later - earlier for earlier, later in pairwise(stamps)]
    assert waits == pytest.approx([one.total_seconds() for one in SCHEDULE[1:]], abs=60)
    assert {one["answer"] for one in delivery.attempts} == {"no \ufffd luck"}


def test_after_an_hour_without_its_server_a_site_gets_everything(post_office: PostOffice) -> None:
    with receiving() as receiver:
        port = receiver.port
        made = post_office.open(receiver.url)
    post_office.announce(20)
    for _ in range(60):
        post_office.deliver()
        post_office.ahead += timedelta(minutes=1)
    assert len(post_office.deliveries(made.webhook, DeliveryStatus.WAITING)) == 20
    with receiving(port=port) as receiver:
        for _ in range(60):
            post_office.deliver()
            post_office.ahead += timedelta(minutes=1)
        assert sorted(receiver.ids()) == sorted(str(event.id) for event in post_office.newsroom.events())
    assert len(post_office.deliveries(made.webhook, DeliveryStatus.DELIVERED)) == 20
    assert post_office.webhook(made.webhook.id).failures == 0


def test_retry_after_is_honoured(post_office: PostOffice, receiver: Receiver) -> None:
    receiver.behave = answer(429, Retry_After="600")
    post_office.open(receiver.url)
    post_office.announce()
    post_office.deliver()
    receiver.behave = answer(200)
    post_office.ahead = timedelta(seconds=595)
    post_office.deliver()
    assert len(receiver.received) == 1
    post_office.ahead = timedelta(seconds=605)
    post_office.deliver()
    assert len(receiver.received) == 2


def test_410_disables_the_endpoint_and_buries_what_waits(post_office: PostOffice, receiver: Receiver) -> None:
    receiver.behave = answer(410)
    made = post_office.open(receiver.url)
    post_office.announce()
    post_office.deliver()
    stored = post_office.webhook(made.webhook.id)
    assert stored.disabled_at is not None
    assert "410" in (stored.disabled_reason or "")
    post_office.announce(2)
    post_office.deliver()
    assert len(receiver.received) == 1
    assert [one.status for one in post_office.deliveries(made.webhook)] == [DeliveryStatus.DEAD]


def test_a_dead_letter_can_be_sent_again_under_its_old_id(post_office: PostOffice, receiver: Receiver) -> None:
    receiver.behave = answer(410)
    made = post_office.open(receiver.url)
    post_office.announce(3)
    post_office.deliver()
    database, site = post_office.newsroom.database, post_office.newsroom.site
    with database.transaction() as connection:
        now = current_time(connection)
        sweep(connection, now)
        assert redeliver_dead(connection, site.id, now - timedelta(hours=1), now) == 0  # it is disabled
        alter_webhook(connection, post_office.webhook(made.webhook.id), now, enabled=True)
        assert redeliver_dead(connection, site.id, now + timedelta(hours=1), now) == 0
        assert redeliver_dead(connection, site.id, now - timedelta(hours=1), now) == 3
        assert redeliver_dead(connection, site.id, now - timedelta(hours=1), now) == 0
    before = set(receiver.ids())
    receiver.behave = answer(200)
    post_office.deliver()
    assert before <= set(receiver.ids()) == {str(event.id) for event in post_office.newsroom.events()}
    delivered = post_office.deliveries(made.webhook)
    assert {one.status for one in delivered} == {DeliveryStatus.DELIVERED}
    assert max(len(one.attempts) for one in delivered) == 2  # those before are still there
    with database.transaction() as connection:
        assert redeliver_one(connection, made.webhook.id, delivered[0].id, current_time(connection))
    post_office.deliver()
    assert receiver.ids()[-1] == str(delivered[0].event_id)


def test_a_failing_endpoint_rests_is_then_tried_once_and_loses_nothing(
    post_office: PostOffice, receiver: Receiver
) -> None:
    receiver.behave = answer(503)
    made = post_office.open(receiver.url)
    post_office.announce(30)
    post_office.deliver()
    tried = len(receiver.received)
    assert FAILURES_BEFORE_REST <= tried <= 30
    assert post_office.webhook(made.webhook.id).resting_until is not None
    post_office.deliver()
    assert len(receiver.received) == tried
    post_office.ahead = timedelta(minutes=11)
    post_office.deliver()
    assert len(receiver.received) == tried + 1
    receiver.behave = answer(200)
    post_office.ahead = timedelta(hours=1)
    post_office.deliver()
    assert post_office.deliveries(made.webhook, DeliveryStatus.DEAD, DeliveryStatus.WAITING) == []
    assert post_office.webhook(made.webhook.id).resting_until is None


def test_a_receiver_gets_four_at_once_at_most(post_office: PostOffice, receiver: Receiver) -> None:
    receiver.behave = answer(200, after=0.02)
    post_office.open(receiver.url)
    post_office.announce(60)
    post_office.deliver()
    assert len(receiver.received) == 60
    assert 1 < receiver.most_at_once <= 4


def test_a_test_is_sent_as_every_event_is(post_office: PostOffice, receiver: Receiver) -> None:
    made = post_office.open(receiver.url, EventType.COMMENT_ERASED)
    post_office.test(made.webhook)
    post_office.deliver()
    [request] = receiver.received
    read = verified(made.secret, request)
    assert isinstance(read, dict)
    assert (read["type"], read["sequence"], read["data"]) == ("webhook.test", 0, {})
    [delivery] = post_office.deliveries(made.webhook)
    assert (delivery.type, str(delivery.event_id)) == ("webhook.test", read["id"])


def test_with_another_secret_key_nothing_is_sent_and_the_attempt_says_why(
    post_office: PostOffice, receiver: Receiver
) -> None:
    made = post_office.open(receiver.url)
    post_office.announce()
    post_office.seal = Seal(b"another key" * 4, "webhook-secrets")
    post_office.deliver()
    assert receiver.received == []
    [delivery] = post_office.deliveries(made.webhook)
    assert "OMBUD_SECRET_KEY" in delivery.attempts[0]["error"]


def test_a_deleted_endpoint_takes_its_deliveries_with_it(post_office: PostOffice, receiver: Receiver) -> None:
    made = post_office.open(receiver.url)
    post_office.announce(2)
    post_office.deliver()
    post_office.announce(3)
    with post_office.newsroom.database.transaction() as connection:
        assert close_webhook(connection, made.webhook) == 3
    for table in ("deliveries", "finished_deliveries"):
        assert post_office.newsroom.rows(f"SELECT 1 FROM {table} WHERE webhook_id = :id", id=made.webhook.id) == []
    post_office.announce()
    post_office.deliver()
    assert len(receiver.received) == 2


def test_what_waits_beyond_its_lifetime_is_buried_without_an_attempt(post_office: PostOffice) -> None:
    made = post_office.open("http://127.0.0.1:9/nobody")
    post_office.announce()
    with post_office.newsroom.database.transaction() as connection:
        tidy(connection, current_time(connection) + timedelta(days=3))
    assert len(post_office.deliveries(made.webhook, DeliveryStatus.WAITING)) == 1
    with post_office.newsroom.database.transaction() as connection:
        tidy(connection, current_time(connection) + timedelta(days=5))
    assert len(post_office.deliveries(made.webhook, DeliveryStatus.DEAD)) == 1


def test_a_lost_deliverers_deliveries_are_due_again_without_losing_an_attempt(
    post_office: PostOffice, receiver: Receiver
) -> None:
    made = post_office.open(receiver.url)
    post_office.announce(2)
    taken = post_office.deliverer()._record_and_claim([], 10)
    assert len(taken) == 2
    post_office.deliver()
    assert receiver.received == []
    with post_office.newsroom.database.transaction() as connection:
        swept = sweep(connection, current_time(connection) + timedelta(seconds=61))
    assert swept.expired_leases == 2
    assert "deliver" in swept.due_lanes
    post_office.deliver()
    assert {one.status for one in post_office.deliveries(made.webhook)} == {DeliveryStatus.DELIVERED}


def test_an_attempt_of_a_lease_that_was_lost_is_not_recorded(post_office: PostOffice, receiver: Receiver) -> None:
    made = post_office.open(receiver.url)
    post_office.announce()

    def lose(_: object, __: object) -> bool:
        post_office.newsroom.rows(
            "UPDATE deliveries SET lease_token = uuidv7() WHERE lease_token IS NOT NULL RETURNING 1"
        )
        return answer(200)(_, __)  # type: ignore[arg-type]

    receiver.behave = lose
    post_office.deliver()
    [delivery] = post_office.deliveries(made.webhook)
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.WAITING, [])


def test_every_outcome_is_kept_with_what_was_answered(post_office: PostOffice, receiver: Receiver) -> None:
    receiver.behave = answer(500, "<script>alert(1)</script>é".encode() + b"\xff" + b"x" * 5000)
    made = post_office.open(receiver.url)
    post_office.announce()
    post_office.deliver()
    [delivery] = post_office.deliveries(made.webhook)
    [attempt] = delivery.attempts
    assert attempt["outcome"] == AttemptOutcome.FAILED
    assert attempt["answer"].startswith("<script>alert(1)</script>é\ufffdxxx")
    assert len(attempt["answer"].encode("utf-8", "replace")) <= 2050
    assert attempt["milliseconds"] >= 0


def test_the_age_of_the_oldest_delivery_is_told_until_everything_has_arrived(
    post_office: PostOffice, receiver: Receiver
) -> None:
    def oldest() -> datetime | None:
        with post_office.newsroom.database.transaction() as connection:
            return oldest_waiting_since(connection)

    assert oldest() is None
    post_office.open(receiver.url)
    post_office.announce()
    assert oldest() == post_office.newsroom.events()[0].created_at
    post_office.deliver()
    assert oldest() is None
