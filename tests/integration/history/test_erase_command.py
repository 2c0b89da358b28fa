"""`ombud erase`: what was erased stays erased when a backup is restored."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from ombud.cli import cli
from ombud.pipeline.erase import erase
from ombud.pipeline.erase_author import begin_author_erasure, erase_some
from ombud.storage.database import Database, current_time
from tests.integration.history.conftest import Newsroom


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["erase", *arguments])


def backup_of(database: Database) -> str:
    """Copy the database as it is now; returns the copy's name."""
    name = f"ombud_backup_{uuid4().hex[:12]}"
    database.engine.dispose()  # a database that is copied may have no connection
    server = Database(str_url(database, "postgres"), pool_size=1)
    with server.statement() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {database.engine.url.database}"))
    server.close()
    return name


def str_url(database: Database, name: str) -> str:
    return database.engine.url.set(database=name).render_as_string(hide_password=False)


def erase_one(newsroom: Newsroom, external_id: str) -> None:
    [(comment_id,)] = newsroom.rows(
        "SELECT id FROM comments WHERE site_id = :site AND external_id = :id", id=external_id
    )
    with newsroom.database.transaction() as connection:
        erase(connection, newsroom.site.id, comment_id, current_time(connection))


def erase_reader(newsroom: Newsroom, author_id: str) -> None:
    with newsroom.database.transaction() as connection:
        now = current_time(connection)
        erasure = begin_author_erasure(connection, newsroom.site.id, author_id, now)
        assert erasure is not None
        assert erase_some(connection, erasure.id, now).erased_at is not None


def test_replayed_receipts_erase_in_a_restored_backup_what_was_erased_since(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for author, words in (("ann", "Ann's first."), ("ann", "Ann's second."), ("bob", "Bob's only."), ("cem", "Stays.")):
        newsroom.post(author, words)
    newsroom.moderate()
    restored = backup_of(newsroom.database)
    erase_reader(newsroom, "ann")
    erase_one(newsroom, "Bob's only.")
    listed = run("--receipts")
    assert listed.exit_code == 0
    assert sorted(json.loads(line)["kind"] for line in listed.stdout.splitlines())[:1] == ["author"]
    assert "Ann" not in listed.stdout
    kept = tmp_path / "receipts.jsonl"
    kept.write_text(listed.stdout)
    there = Database(str_url(newsroom.database, restored), pool_size=2)
    try:
        url = str_url(newsroom.database, restored).replace("postgresql+psycopg", "postgresql")
        monkeypatch.setenv("OMBUD_DATABASE_URL", url)
        again = Newsroom(there, newsroom.site)
        assert [again.status(one) for one in ("Ann's first.", "Bob's only.")] == ["held", "held"]
        result = run("--replay", "--from", str(kept))
        assert result.exit_code == 0, result.output
        assert "3 comments had come back" in result.stdout
        assert [again.status(one) for one in ("Ann's first.", "Ann's second.", "Bob's only.")] == ["erased"] * 3
        assert again.status("Stays.") == "held"
        texts = again.rows("SELECT text FROM revisions WHERE text LIKE '%Ann%' OR text LIKE '%Bob%'")
        assert texts == []
        assert again.rows("SELECT id FROM authors WHERE site_id = :site") == [("cem",)]
        assert "0 comments had come back" in run("--replay", "--from", str(kept)).stdout
    finally:
        there.close()
        server = Database(str_url(newsroom.database, "postgres"), pool_size=1)
        with server.statement() as connection:
            connection.execute(text(f"DROP DATABASE {restored} WITH (FORCE)"))
        server.close()


def test_a_file_with_a_line_that_is_no_receipt_erases_nothing(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.post("dee", "Untouched.")
    newsroom.moderate()
    [(comment_id,)] = newsroom.rows("SELECT id FROM comments WHERE site_id = :site")
    good = {"kind": "comment", "site_id": str(newsroom.site.id), "subject": str(comment_id)}
    file = tmp_path / "receipts.jsonl"
    file.write_text(json.dumps(good | {"erased_at": "2026-11-24T00:00:00Z"}) + '\n{"kind": "comment"}\n')
    result = run("--replay", "--from", str(file))
    assert result.exit_code == 1
    assert "Line 2 is no receipt" in result.output
    assert newsroom.status("Untouched.") == "held"


def test_the_command_wants_to_know_which_of_the_two_it_is_to_do() -> None:
    assert run().exit_code == 2
    assert run("--receipts", "--replay").exit_code == 2
