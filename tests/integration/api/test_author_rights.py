"""Erasing and exporting all about one reader."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

import pytest
from sqlalchemy import text

from ombud.domain.keys import Scope
from ombud.pipeline import erase_author as pipeline
from ombud.storage.database import Database, current_time
from ombud_api.v1 import erase_author as view
from tests.integration.api.caller import KIND, VILE, Caller, Json
from tests.integration.api.conftest import OpenedSite

ADA = {"id": "ada/lovelace?", "name": "Ada Lovelace", "registered_at": "2020-01-01T00:00:00Z"}
PATH = f"/v1/authors/{quote(ADA['id'], safe='')}"
NEEDLES = ("Lovelace", "lovelace", "192.0.2.77", "Netscape", "analytical engine", "my appeal", "my report", "my note")


@pytest.fixture
def written(api: Caller, moderate: Callable[[], int]) -> list[Json]:
    """What Ada wrote, appealed and reported, and what others reported of her."""
    client = {"ip": "192.0.2.77", "user_agent": "Netscape"}
    texts = (f"The analytical engine. {KIND}", f"The analytical engine again. {VILE}")
    made = [api.submitted(text=one, author=ADA, client=client) for one in texts]
    theirs = api.submitted(author={"id": "bob", "name": "Bob"})
    moderate()
    api.post(f"/v1/comments/{made[1]['id']}/appeals", {"text": "This is my appeal."})
    report = {"reporter": ADA["id"], "reason": "abuse", "note": "This is my report."}
    api.post(f"/v1/comments/{theirs['id']}/reports", report)
    report = {"reporter": "bob", "reason": "abuse", "note": "Ada again; this is my note."}
    api.post(f"/v1/comments/{made[0]['id']}/reports", report)
    api.put(f"/v1/comments/{made[0]['id']}", {"text": f"Edited: the analytical engine. {KIND}"})
    moderate()
    return [*made, theirs]


def everything(database: Database, site: OpenedSite) -> str:
    """All rows of all tables that name the site or one of its comments."""
    found: list[str] = []
    with database.transaction() as connection:
        tables = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars()
        mine = connection.execute(text("SELECT id FROM comments WHERE site_id = :id"), {"id": site.site.id}).scalars()
        ids = "|".join(map(str, [site.site.id, *mine]))
        for table in tables.all():
            rows = connection.execute(
                text(f"SELECT row::text FROM {table} AS row WHERE row::text ~ :ids"), {"ids": ids}
            )
            found += rows.scalars().all()
    return "\n".join(found)


def reply_time(database: Database) -> datetime:
    with database.transaction() as connection:
        return current_time(connection)


def test_the_search_finds_what_is_there(written: list[Json], database: Database, site: OpenedSite) -> None:
    there = everything(database, site)
    assert not [needle for needle in NEEDLES if needle not in there]


def test_an_erased_author_is_nowhere_and_the_receipt_says_what_went(
    api: Caller, written: list[Json], database: Database, site: OpenedSite
) -> None:
    reply = api.delete(PATH)
    assert reply.status == 200
    assert reply.body["erased_at"]
    removed = reply.body["removed"]
    wanted = {"comments": 2, "texts": 3, "appeals": 1, "reports": 1, "report_notes": 1, "authors": 1}
    assert {name: removed[name] for name in wanted} == wanted
    there = everything(database, site)
    assert not [needle for needle in NEEDLES if needle in there]
    assert "bob" in there
    assert [api.read(one["id"])["status"] for one in written] == ["erased", "erased", "approved"]
    kinds = [event["type"] for event in api.get("/v1/events").body["items"]]
    assert kinds.count("comment.erased") == 2


def test_erasing_again_returns_the_receipt_and_a_stranger_is_not_found(api: Caller, written: list[Json]) -> None:
    first, second = api.delete(PATH), api.delete(PATH)
    assert (second.status, second.body) == (200, first.body)
    for strange in ("nobody", "x" * 300, "%00"):
        assert api.delete(f"/v1/authors/{strange}").code == "not-found"


def test_a_reader_who_comes_back_is_a_new_one_and_can_be_erased_again(api: Caller, written: list[Json]) -> None:
    first = api.delete(PATH).body
    api.submitted(author=ADA)
    assert api.get(f"{PATH}/export").body["author"]["approved_count"] == 0
    assert api.delete(PATH).body["begun_at"] > first["begun_at"]


def test_a_long_erasure_answers_in_time_and_is_finished_by_the_scheduler(
    api: Caller, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        api.submitted(author={"id": "prolific"}, text=f"Number {number}. {KIND}")
    monkeypatch.setattr(pipeline, "COMMENTS_AT_ONCE", 2)
    monkeypatch.setattr(view, "LONGEST_SECONDS", 0)
    reply = api.delete("/v1/authors/prolific")
    assert (reply.status, reply.body["erased_at"]) == (202, None)
    with database.transaction() as connection:
        assert pipeline.finish_an_erasure(connection, reply_time(database)) is None  # its request may still be at it
    steps = 0
    while True:
        with database.transaction() as connection:
            now = reply_time(database) + pipeline.LEFT_ALONE * 2
            if pipeline.finish_an_erasure(connection, now) is None:
                break
        steps += 1
    assert steps == 3
    assert api.delete("/v1/authors/prolific").body["removed"]["comments"] == 5


def test_an_erasure_needs_its_scope(site: OpenedSite, written: list[Json]) -> None:
    assert site.caller(Scope.READ, Scope.SUBMIT).delete(PATH).code == "missing-scope"
    assert site.caller(Scope.ERASE).get(f"{PATH}/export").code == "missing-scope"


def test_an_export_holds_all_about_the_reader_and_nothing_of_others(
    api: Caller, written: list[Json], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ombud.pipeline.export_author.ROWS_AT_ONCE", 1)  # as if there were very many
    reply = api.get(f"{PATH}/export")
    assert reply.status == 200
    told = reply.body
    assert (told["author"]["name"], told["author"]["approved_count"]) == ("Ada Lovelace", 1)
    assert [one["id"] for one in told["comments"]] == [written[0]["id"], written[1]["id"]]
    edited, rejected = told["comments"]
    assert [one["revision"] for one in edited["revisions"]] == [1, 2]
    assert (edited["client_ip"], edited["client_user_agent"]) == ("192.0.2.77", "Netscape")
    assert rejected["decisions"][0]["verdict"] == "reject"
    assert rejected["appeals"][0]["text"] == "This is my appeal."
    assert [one["note"] for one in told["reports"]] == ["This is my report."]
    assert "my note" not in str(told)
    assert api.get("/v1/authors/nobody/export").status == 404


def test_a_reader_who_only_reported_has_an_export_too(api: Caller) -> None:
    posted = api.submitted()
    api.post(f"/v1/comments/{posted['id']}/reports", {"reporter": "watcher", "reason": "spam"})
    told = api.get("/v1/authors/watcher/export").body
    assert (told["author"], len(told["reports"]), told["comments"]) == (None, 1, [])
