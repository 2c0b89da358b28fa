"""Webhooks while processes die and receivers fail; and the checker's eye for what a receiver did not get."""

import json
import signal
from dataclasses import replace

from tests.receiver import Receiver, answer
from tests.reliability.checker import check
from tests.reliability.child import eventually
from tests.reliability.stack import Stack
from tests.reliability.traffic import post_comments
from tests.reliability.website import Website


def test_what_was_posted_but_not_recorded_is_posted_again_under_the_same_id(
    stack: Stack, told_site: Website, receiver: Receiver
) -> None:
    stack.crash_at("deliver.after_post")
    told_site.post("a decision that is told twice")
    assert eventually(stack.crashed)
    assert stack.drain_supervised(told_site.site_id)
    assert len(receiver.received) >= 2
    assert len(set(receiver.ids())) == 1
    found = check(stack.rows, told_site.site_id, told_site.journal)
    assert not found.kinds(), found


def test_a_stopped_deliverer_finishes_what_it_sends_and_leaves_no_lease(
    stack: Stack, told_site: Website, receiver: Receiver
) -> None:
    receiver.behave = answer(200, after=0.3)
    post_comments(told_site, 12)
    assert eventually(lambda: receiver.received)
    assert stack.deliverer.stop(20) < 10
    before = len(receiver.received)
    held = "SELECT count(*) AS held FROM deliveries WHERE site_id = %s AND lease_token IS NOT NULL"
    assert stack.rows(held, told_site.site_id)[0]["held"] == 0
    stack.deliverer.start()
    assert stack.drain(told_site.site_id)
    assert len(receiver.received) == 12 > before
    assert not check(stack.rows, told_site.site_id, told_site.journal).kinds()


def test_without_redis_deliveries_wait_and_are_made_once_it_is_back(
    stack: Stack, told_site: Website, receiver: Receiver
) -> None:
    stack.deliverer.signal(signal.SIGSTOP)
    post_comments(told_site, 4)
    assert eventually(lambda: stack.waiting(told_site.site_id) == 0)
    stack.valkey.kill()
    stack.deliverer.signal(signal.SIGCONT)
    stack.valkey.start()
    assert stack.drain_supervised(told_site.site_id, 60)
    assert not check(stack.rows, told_site.site_id, told_site.journal).kinds()


def test_the_checker_notices_what_a_receiver_did_not_get_or_got_wrong(
    stack: Stack, told_site: Website, receiver: Receiver
) -> None:
    post_comments(told_site, 3)
    assert stack.drain(told_site.site_id)
    assert not check(stack.rows, told_site.site_id, told_site.journal).kinds()
    last = receiver.received.pop()
    assert check(stack.rows, told_site.site_id, told_site.journal).kinds() == {"undelivered"}
    receiver.received += [last, replace(last, headers={**last.headers, "webhook-id": "another"})]
    assert check(stack.rows, told_site.site_id, told_site.journal).kinds() == {"unstable"}
    receiver.received.pop()
    told = json.loads(last.body)
    told["data"]["comment"]["status"] = "rejected"
    receiver.received[-1] = replace(last, body=json.dumps(told).encode())
    assert check(stack.rows, told_site.site_id, told_site.journal).kinds() == {"contradictory"}
