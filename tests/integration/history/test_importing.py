"""`ombud import` on a real database: what history is, counts for, and never does."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ombud.domain.author_ids import guest_author_id
from ombud.pipeline.erase import erase
from ombud.pipeline.import_history import ROWS_PER_TRANSACTION
from ombud.storage.database import current_time
from tests.integration.history.conftest import SECRET, Newsroom

HEADER = "external_id,text,article_id,author_id,decided,created_at"
OLD = "2019-05-01T10:00:00Z"


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., str]:
    def write(*rows: str, header: str = HEADER) -> str:
        path = tmp_path / "export.csv"
        path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
        return str(path)

    return write


def _report(newsroom: Newsroom, *arguments: str) -> dict[str, object]:
    result = newsroom.run("import", *arguments, "--json")
    assert result.exit_code == 0, result.output
    report: dict[str, object] = json.loads(result.stdout)
    return report


def test_history_is_stored_as_decided_and_neither_scored_nor_announced(
    newsroom: Newsroom, table: Callable[..., str]
) -> None:
    path = table(f"c-1,One.,a-1,u-1,approve,{OLD}", f"c-2,Two.,a-1,u-1,reject,{OLD}", f"c-3,Three.,a-1,u-2,hold,{OLD}")
    report = _report(newsroom, "csv", path)
    assert report["by_verdict"] == {"approve": 1, "reject": 1, "hold": 1}
    decided = newsroom.rows("""
        SELECT external_id, status, cause, actor_kind, actor_id, scores, decided_at FROM comments
        JOIN decisions ON decisions.id = decision_id WHERE site_id = :site ORDER BY external_id
    """)
    at = datetime(2019, 5, 1, 10, tzinfo=UTC)
    assert decided == [
        ("c-1", "approved", "history", "site", "import", {}, at),
        ("c-2", "rejected", "history", "site", "import", {}, at),
        ("c-3", "held", "history", "site", "import", {}, at),
    ]
    assert newsroom.rows("SELECT 1 FROM jobs WHERE site_id = :site") == []
    assert newsroom.rows("SELECT 1 FROM events WHERE site_id = :site") == []


def test_a_reader_of_many_years_is_no_newcomer_and_no_flood_on_the_first_day(
    newsroom: Newsroom, table: Callable[..., str]
) -> None:
    newsroom.post("u-old", "before the import")
    _report(newsroom, "csv", table(*(f"c-{n},Text {n}.,a-1,u-old,approve,{OLD}" for n in range(10))))
    newsroom.post("u-old", "after the import")
    newsroom.post("u-new", "a newcomer")
    newsroom.moderate()
    assert newsroom.status("after the import") == "approved"
    assert newsroom.status("a newcomer") == "held"
    known = newsroom.rows("SELECT first_seen_at FROM authors WHERE site_id = :site AND id = 'u-old'")
    assert known == [(datetime(2019, 5, 1, 10, tzinfo=UTC),)]


def test_importing_again_changes_nothing_and_counts_what_is_known(
    newsroom: Newsroom, table: Callable[..., str]
) -> None:
    count = 2 * ROWS_PER_TRANSACTION + 7
    path = table(*(f"c-{n},Text {n}.,a-1,u-{n % 9},approve,{OLD}" for n in range(count)))
    assert _report(newsroom, "csv", path)["imported"] == count
    before = newsroom.rows("SELECT id, approved_count FROM authors WHERE site_id = :site ORDER BY id")
    again = _report(newsroom, "csv", path)
    assert (again["imported"], again["known"]) == (0, count)
    assert newsroom.rows("SELECT id, approved_count FROM authors WHERE site_id = :site ORDER BY id") == before
    assert sum(approved for _, approved in before) == count


def test_every_row_is_counted_and_those_not_taken_are_listed_with_line_and_reason(
    newsroom: Newsroom, table: Callable[..., str], tmp_path: Path
) -> None:
    path = table(
        f"c-1,Fine.,a-1,u-1,approve,{OLD}",
        f"c-1,Another text.,a-1,u-1,approve,{OLD}",
        f"=c-2,{'x' * 10_001},a-1,u-1,approve,{OLD}",
        f"c-3,Fine.,a-1,u-1,perhaps,{OLD}",
        f"c-4,Fine.,a-1,,approve,{OLD}",
        "c-5,Fine.",
        f"c-1,Fine.,a-1,u-1,approve,{OLD}",
    )
    errors = tmp_path / "errors.csv"
    report = _report(newsroom, "csv", path, "--errors", str(errors))
    reasons = ["external-id-conflict", "text-too-long", "status-unknown", "author-missing", "field-count"]
    assert report["refused"] == dict.fromkeys(reasons, 1)
    assert (report["imported"], report["known"]) == (1, 1)
    listed = list(csv.DictReader(errors.read_text().splitlines()))
    assert [(int(row["line"]), row["reason"]) for row in listed] == list(zip(range(3, 8), reasons, strict=True))
    assert listed[1]["external_id"] == "'=c-2"


def test_what_nobody_decided_is_judged_behind_live_comments_or_skipped(
    open_newsroom: Callable[[], Newsroom], table: Callable[..., str]
) -> None:
    path = table(f"c-1,Waiting.,a-1,u-1,pending,{OLD}", f"c-2,Fine.,a-1,u-1,approve,{OLD}")
    judging, skipping = open_newsroom(), open_newsroom()
    assert _report(judging, "csv", path)["by_verdict"] == {"pending": 1, "approve": 1}
    assert judging.rows("SELECT lane FROM jobs WHERE site_id = :site") == [("backfill",)]
    judging.moderate()
    assert judging.status("c-1") == "held"
    assert _report(skipping, "csv", path, "--undecided", "skip")["undecided_skipped"] == 1
    assert skipping.rows("SELECT external_id FROM comments WHERE site_id = :site") == [("c-2",)]


def test_a_comment_that_was_erased_does_not_come_back(newsroom: Newsroom, table: Callable[..., str]) -> None:
    path = table(f"c-1,Gone.,a-1,u-1,approve,{OLD}")
    _report(newsroom, "csv", path)
    [(comment_id,)] = newsroom.rows("SELECT id FROM comments WHERE site_id = :site")
    with newsroom.database.transaction() as connection:
        erase(connection, newsroom.site.id, comment_id, current_time(connection))
    assert _report(newsroom, "csv", path)["refused"] == {"erased": 1}
    assert newsroom.rows("SELECT 1 FROM authors WHERE site_id = :site") == []


def test_a_file_that_breaks_off_is_imported_up_to_there(newsroom: Newsroom, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(f'{HEADER}\nc-1,Fine.,a-1,u-1,approve,{OLD}\nc-2,"never closed\n')
    result = newsroom.run("import", "csv", str(path))
    assert result.exit_code != 0
    assert "line 3" in str(result.exception)
    assert "1 comments imported" in str(result.exception)
    assert newsroom.status("c-1") == "approved"


def test_a_wordpress_export_leaves_no_address_of_a_reader(newsroom: Newsroom, tmp_path: Path) -> None:
    told = {"id": "5", "author": "Ann", "author_email": "ann@x.example", "author_IP": "192.0.2.1", "user_id": "0"}
    told |= {"date_gmt": "2019-05-01 10:00:00", "content": "&lt;b&gt;Fine&lt;/b&gt;", "approved": "1", "type": ""}
    comment = "".join(f"<wp:comment_{name}>{value}</wp:comment_{name}>" for name, value in told.items())
    path = tmp_path / "export.xml"
    path.write_text(
        '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><title>T</title><wp:post_id>7</wp:post_id>'
        f"<wp:comment>{comment}</wp:comment></item></channel></rss>"
    )
    assert _report(newsroom, "wordpress", str(path))["imported"] == 1
    author = guest_author_id("ann@x.example", SECRET.encode(), newsroom.site.id)
    stored = "SELECT author_id, article_id, client_ip, text FROM comments JOIN revisions ON comment_id = id"
    assert newsroom.rows(f"{stored} WHERE site_id = :site") == [(author, "7", None, "Fine")]


def test_a_coral_export_is_imported_and_its_unmoderated_comments_were_decided_by_nobody(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    told = {
        "id": "c-1",
        "storyID": "s",
        "authorID": "u",
        "createdAt": {"$date": OLD},
        "revisions": [{"body": "<b>Hi</b>"}],
    }
    documents = [told | {"status": "NONE"}, told | {"id": "c-2", "status": "REJECTED", "parentID": "c-1"}]
    path = tmp_path / "comments.json"
    path.write_text("\n".join(map(json.dumps, documents)))
    assert _report(newsroom, "coral", str(path))["imported"] == 2
    decided = "SELECT external_id, verdict, actor_id FROM comments JOIN decisions ON decisions.id = decision_id"
    assert newsroom.rows(f"{decided} WHERE site_id = :site ORDER BY 1") == [
        ("c-1", "approve", "coral:unmoderated"),
        ("c-2", "reject", "coral"),
    ]


@pytest.mark.parametrize("option", ["text", "txt=Body", "text="])
def test_a_mapping_that_cannot_be_meant_is_wrong_use(
    newsroom: Newsroom, table: Callable[..., str], option: str
) -> None:
    assert newsroom.run("import", "csv", table(), "--map", option).exit_code == 2


def test_columns_of_other_names_are_mapped(newsroom: Newsroom, table: Callable[..., str]) -> None:
    path = table("c-1,Fine.,a-1,u-1,approved", header="id,Body,article_id,author_id,status")
    assert _report(newsroom, "csv", path, "--map", "external_id=id", "--map", "text=Body")["imported"] == 1
