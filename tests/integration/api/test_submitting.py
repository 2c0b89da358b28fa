"""`POST /v1/comments`: what comes back, and what is stored."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from sqlalchemy import text

from ombud.storage.database import Database
from tests.integration.api.caller import KIND, RUDE, VILE, Caller, comment
from tests.integration.api.conftest import OpenedSite

EVERYTHING = {
    "external_id": "c-1042",
    "text": KIND,
    "parent_external_id": "c-1001",
    "article": {
        "id": "a-77",
        "url": "https://news.example/a-77?x=1#top",
        "title": "A bridge",
        "section": "world",
        "tags": ["legal:active"],
        "published_at": "2026-11-20T06:00:00+01:00",
    },
    "author": {
        "id": "u-5",
        "name": "Ada",
        "registered_at": "2020-02-29T00:00:00Z",
        "role": "reader",
        "approved_count": 12,
        "rejected_count": 0,
    },
    "language": "en",
    "created_at": "2026-11-21T08:30:00.5Z",
    "client": {"ip": "192.0.2.1", "user_agent": "Browser/1"},
}


def test_an_accepted_comment_is_pending_and_says_where_it_is(api: Caller, site: OpenedSite) -> None:
    reply = api.submit()
    assert reply.status == 202
    assert reply.headers["Location"] == f"/v1/comments/{reply.body['id']}"
    assert UUID(reply.body["id"]).version == 7
    assert (reply.body["status"], reply.body["display"], reply.body["revision"]) == ("pending", "hide", 1)
    assert reply.body["site"] == site.site.name
    assert reply.body["decision"] is None
    assert api.read(reply.body["id"]) == reply.body


def test_everything_that_was_told_is_told_again_with_times_in_utc(api: Caller) -> None:
    reply = api.post("/v1/comments", EVERYTHING)
    assert reply.status == 202
    assert reply.body["article"] == EVERYTHING["article"] | {"published_at": "2026-11-20T05:00:00Z"}  # type: ignore[operator]
    assert reply.body["author"] == {
        "id": "u-5",
        "name": "Ada",
        "registered_at": "2020-02-29T00:00:00Z",
        "role": "reader",
    }
    assert reply.body["created_at"] == "2026-11-21T08:30:00.500000Z"
    assert api.read(reply.body["id"]) == reply.body


def test_what_is_left_out_later_stays_as_it_was_told_before(api: Caller) -> None:
    api.post("/v1/comments", EVERYTHING)
    later = api.submitted(article={"id": "a-77", "title": "A new bridge"}, author={"id": "u-5"})
    found = api.read(later["id"])
    assert (found["article"]["title"], found["article"]["section"]) == ("A new bridge", "world")
    assert found["author"]["name"] == "Ada"


def test_the_policy_decides_whether_a_comment_is_approved_held_or_rejected(
    api: Caller, moderate: Callable[[], int]
) -> None:
    ids = [api.submitted(text=one)["id"] for one in (KIND, RUDE, VILE)]
    moderate()
    found = [api.read(one) for one in ids]
    assert [one["status"] for one in found] == ["approved", "held", "rejected"]
    assert [one["display"] for one in found] == ["show", "hide", "hide"]
    decision = found[1]["decision"]
    assert (decision["verdict"], decision["cause"], decision["actor"]) == ("hold", "first", {"kind": "machine"})
    [reason] = decision["reasons"]
    assert (reason["code"], reason["score"], reason["threshold"]) == ("threshold.toxicity", 0.6, 0.5)
    assert [RUDE[begin:end] for begin, end in reason["spans"]] == ["score:toxicity=0.6"]


def test_the_same_external_id_and_text_is_the_same_comment(api: Caller, moderate: Callable[[], int]) -> None:
    first = api.submitted(external_id="c-1")
    moderate()
    again = api.submit(external_id="c-1")
    assert (again.status, again.body["id"], again.body["status"]) == (200, first["id"], "approved")
    assert again.headers["Location"] == f"/v1/comments/{first['id']}"


def test_the_same_external_id_with_another_text_is_refused_and_led_to_put(api: Caller) -> None:
    first = api.submitted(external_id="c-1")
    other = api.submit(external_id="c-1", text="Something else")
    assert (other.status, other.code) == (409, "external-id-conflict")
    assert f"PUT /v1/comments/{first['id']}" in other.body["detail"]
    assert api.read(first["id"])["text"] == KIND


def test_a_refused_comment_leaves_article_and_author_as_they_were(api: Caller) -> None:
    first = api.submitted(external_id="c-1", author={"id": "u-1", "name": "Ada"})
    api.submit(external_id="c-1", text="Something else", author={"id": "u-1", "name": "Eve"})
    assert api.read(first["id"])["author"]["name"] == "Ada"


def test_an_external_id_of_an_erased_comment_is_gone(api: Caller) -> None:
    first = api.submitted(external_id="c-1")
    api.delete(f"/v1/comments/{first['id']}")
    again = api.submit(external_id="c-1")
    assert (again.status, again.code) == (410, "erased")


def test_the_same_external_id_on_another_site_is_another_comment(
    api: Caller, open_test_site: Callable[[], OpenedSite]
) -> None:
    ours = api.submitted(external_id="c-1")
    theirs = open_test_site().caller().submitted(external_id="c-1")
    assert ours["id"] != theirs["id"]


def test_twenty_at_once_with_one_external_id_make_one_comment(api: Caller, database: Database) -> None:
    with ThreadPoolExecutor(20) as threads:
        replies = list(threads.map(lambda _: api.submit(external_id="c-1"), range(20)))
    assert sorted({reply.status for reply in replies}) == [200, 202]
    assert [reply.status for reply in replies].count(202) == 1
    assert len({reply.body["id"] for reply in replies}) == 1
    with database.transaction() as connection:
        jobs = connection.execute(
            text("SELECT count(*) FROM jobs WHERE comment_id = :id"), {"id": replies[0].body["id"]}
        )
        assert jobs.scalar_one() == 1


def test_texts_for_test_keys_decide_themselves(site: OpenedSite, moderate: Callable[[], int]) -> None:
    api = site.caller(is_test=True)
    ids = [api.submitted(text=f"ombud-test-{one}")["id"] for one in ("approve", "hold", "reject")]
    moderate()
    assert [api.read(one)["status"] for one in ids] == ["approved", "held", "rejected"]


def test_texts_for_test_keys_mean_nothing_with_a_live_key(api: Caller, moderate: Callable[[], int]) -> None:
    posted = api.submitted(text="ombud-test-reject score:toxicity=0")
    moderate()
    assert api.read(posted["id"])["status"] == "approved"


def test_a_thousand_characters_outside_the_basic_plane_come_back_whole(api: Caller) -> None:
    posted = api.submitted(text="👩‍🚒" * 1000)
    assert api.read(posted["id"])["text"] == "👩‍🚒" * 1000


def test_null_is_the_same_as_leaving_a_field_out(api: Caller) -> None:
    sent = comment(external_id=None, language=None, client=None, article={"id": "a", "title": None, "tags": None})
    reply = api.post("/v1/comments", sent)
    assert (reply.status, reply.body["article"]) == (202, {"id": "a"})
