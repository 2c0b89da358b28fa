"""The `Idempotency-Key` header: a retry never makes a second comment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import text

from ombud.pipeline.sweep import tidy
from ombud.storage.database import Database, current_time
from ombud.storage.idempotency import claim_idempotency_key
from tests.integration.api.caller import Caller, Reply, comment
from tests.integration.api.conftest import OpenedSite


def post(api: Caller, key: str = "k-1", **fields: object) -> Reply:
    return api.post("/v1/comments", comment(**fields), Idempotency_Key=key)


def test_a_retry_gets_the_first_status_and_the_comment_as_it_is_now(api: Caller, moderate: Callable[[], int]) -> None:
    first = post(api)
    assert first.status == 202
    moderate()
    again = post(api)
    assert (again.status, again.body["id"]) == (202, first.body["id"])
    assert (first.body["status"], again.body["status"]) == ("pending", "approved")
    assert len(api.get("/v1/comments").body["items"]) == 1


def test_a_key_may_stand_in_quotes_as_the_draft_standard_wants(api: Caller) -> None:
    assert post(api, "k-1").body["id"] == post(api, '"k-1"').body["id"]


def test_another_payload_with_the_same_key_is_refused(api: Caller) -> None:
    post(api)
    other = post(api, text="Something else")
    assert (other.status, other.code) == (422, "idempotency-key-reused")
    assert len(api.get("/v1/comments").body["items"]) == 1


def test_the_same_key_of_another_site_is_another_key(api: Caller, open_test_site: Callable[[], OpenedSite]) -> None:
    assert post(api).status == post(open_test_site().caller(), text="Something else").status == 202


def test_a_status_of_200_is_repeated_too(api: Caller) -> None:
    first = api.submitted(external_id="c-1")
    assert [post(api, external_id="c-1").status for _ in range(2)] == [200, 200]
    assert post(api, external_id="c-1").body["id"] == first["id"]


def test_a_request_that_failed_is_not_remembered(api: Caller) -> None:
    api.submitted(external_id="c-1")
    assert post(api, text="").status == 422
    assert post(api, external_id="c-1", text="Something else").status == 409
    assert post(api, external_id="c-2").status == 202


def test_while_the_first_is_running_the_second_is_told_to_wait(
    api: Caller, site: OpenedSite, database: Database
) -> None:
    with database.transaction() as connection:
        assert claim_idempotency_key(connection, site.site.id, "k-1")
        second = post(api)
    assert (second.status, second.code) == (409, "idempotency-key-in-use")
    assert second.headers["Retry-After"] == "1"
    assert post(api).status == 202


def test_twenty_at_once_make_one_comment(api: Caller) -> None:
    go = Event()

    def post_when_told(_: int) -> Reply:
        go.wait()
        return post(api)

    with ThreadPoolExecutor(20) as threads:
        replies = [threads.submit(post_when_told, number) for number in range(20)]
        go.set()
        answers = [reply.result() for reply in replies]
    assert {reply.status for reply in answers} <= {202, 409}
    assert len({reply.body["id"] for reply in answers if reply.status == 202}) == 1
    assert len(api.get("/v1/comments").body["items"]) == 1


@pytest.mark.parametrize("forgotten_by", ["time", "tidying"])
def test_a_key_is_forgotten_after_24_hours(
    api: Caller, site: OpenedSite, database: Database, forgotten_by: str
) -> None:
    first = post(api)
    with database.transaction() as connection:
        made_old = text("UPDATE idempotency_keys SET created_at = created_at - interval '24 hours' WHERE site_id = :id")
        connection.execute(made_old, {"id": site.site.id})
        if forgotten_by == "tidying":
            assert tidy(connection, current_time(connection) + timedelta(seconds=1)) >= 1
    again = post(api, text="Something else")
    assert again.status == 202
    assert again.body["id"] != first.body["id"]
    assert post(api, text="Something else").body["id"] == again.body["id"]


@pytest.mark.parametrize("key", ["", '""', "x" * 256, "a\tb", "a\x7fb"])
def test_a_key_that_is_none_is_refused(api: Caller, key: str) -> None:
    reply = post(api, key)
    assert (reply.status, reply.code) == (400, "bad-request")
    assert "1 to 255 printable characters" in reply.body["detail"]
