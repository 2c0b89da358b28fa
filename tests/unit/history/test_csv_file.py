from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ombud.domain.decision import Verdict
from ombud.history.csv_file import CsvShape, read_csv
from ombud.history.past_comment import HistoryError, PastComment, Refused

HEADER = "external_id,text,article_id,author_id,decided,created_at\n"


def _read(tmp_path: Path, content: str | bytes, shape: CsvShape | None = None) -> list[PastComment | Refused]:
    path = tmp_path / "export.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_csv(path, shape or CsvShape()))


def test_a_row_becomes_a_comment_with_its_line(tmp_path: Path) -> None:
    row = 'c-1,"two\nlines, ""quoted""",a-1,u-1,Approved,2024-05-01T10:00:00+02:00\n'
    [one, two] = _read(tmp_path, HEADER + row + "c-2,x,a-1,u-1,reject,\n")
    assert isinstance(one, PastComment)
    assert isinstance(two, PastComment)
    assert (one.line, two.line) == (2, 4)
    assert one.text == 'two\nlines, "quoted"'
    assert one.verdict is Verdict.APPROVE
    assert one.created_at == datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert (two.verdict, two.created_at, two.decided_by) == (Verdict.REJECT, None, "import")


def test_other_columns_are_read_where_they_stand(tmp_path: Path) -> None:
    names = (
        "author_name,author_role,article_url,article_title,article_section,parent_external_id,language,decided_by,"
        "decided_at"
    )
    row = "c,t,a,u,hold,,Ann,reader,https://x.example/a,Title,world,c-0,en,mod-7,2024-05-02 00:00\n"
    [one] = _read(tmp_path, HEADER.strip() + "," + names + "\n" + row)
    assert isinstance(one, PastComment)
    assert one.author == {"name": "Ann", "role": "reader"}
    assert one.article == {"url": "https://x.example/a", "title": "Title", "section": "world"}
    assert (one.parent_external_id, one.language, one.decided_by) == ("c-0", "en", "mod-7")
    assert one.decided_at == datetime(2024, 5, 2, tzinfo=UTC)


@pytest.mark.parametrize("told", ["pending", "", "  "])
def test_what_nobody_decided_has_no_verdict(tmp_path: Path, told: str) -> None:
    [one] = _read(tmp_path, HEADER + f"c,t,a,u,{told},\n")
    assert isinstance(one, PastComment)
    assert one.verdict is None


def test_columns_can_be_mapped_and_bare_times_have_a_zone(tmp_path: Path) -> None:
    shape = CsvShape({"text": "Body", "external_id": "id"}, ZoneInfo("Europe/London"))
    [one] = _read(
        tmp_path, "id,Body,article_id,author_id,status,created_at\nc,t,a,u,approved,2024-07-01 10:00\n", shape
    )
    assert isinstance(one, PastComment)
    assert one.created_at == datetime(2024, 7, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_and_a_byte_order_mark_are_seen(tmp_path: Path, delimiter: str) -> None:
    [one] = _read(tmp_path, "\ufeff" + (HEADER + "c,t,a,u,approve,\n").replace(",", delimiter))
    assert isinstance(one, PastComment)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("c,t,a,u,maybe,", "status-unknown"),
        ("c,t,a,u,approve,yesterday", "time-invalid"),
        ("c,t,a,u,approve", "field-count"),
        ("c,t,a,u,approve,,more", "field-count"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_line(tmp_path: Path, row: str, reason: str) -> None:
    refused, after = _read(tmp_path, HEADER + row + "\nd,t,a,u,approve,\n")
    assert isinstance(refused, Refused)
    assert (refused.line, refused.reason) == (2, reason)
    assert isinstance(after, PastComment)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("external_id,Text,article_id,author_id,decided\n", "no column 'text'. Is it Text?"),
        ("id,text,article_id,author_id,decided\n", "no column 'external_id'. Is it id?"),
        ("external_id,text,article_id,author_id\n", "neither a column 'decided' nor 'status'"),
        ("", "neither a column"),
        (b"\xff\xfee\0x\0", "no text in UTF-8"),
        (HEADER + 'c,"never closed,a,u,approve,\n', "line 2: unexpected end of data"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(tmp_path: Path, content: str | bytes, told: str) -> None:
    with pytest.raises(HistoryError) as raised:
        _read(tmp_path, content)
    assert told in str(raised.value)


def test_a_mapped_column_that_is_not_there_is_named_with_near_ones(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match=r"no column 'Boddy'\. Is it Body"):
        _read(tmp_path, "external_id,Body,article_id,author_id,decided\n", CsvShape({"text": "Boddy"}))
