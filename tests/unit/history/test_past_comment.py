from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from ombud.domain.decision import Verdict
from ombud.history.csv_file import CsvShape, read_csv
from ombud.history.past_comment import PastComment, Refused, checked

GOOD = PastComment(7, "c-1", "Fine.", "a-1", "u-1", Verdict.APPROVE, "import")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"external_id": ""}, "id-missing"),
        ({"article_id": ""}, "article-missing"),
        ({"author_id": ""}, "author-missing"),
        ({"author_id": "u" * 256}, "field-too-long"),
        ({"author_id": "u\0"}, "field-unreadable"),
        ({"text": ""}, "text-empty"),
        ({"text": "x" * 10_001}, "text-too-long"),
        ({"text": "a\0"}, "text-unreadable"),
        ({"text": "a\ud800"}, "text-unreadable"),
        ({"text": "a" + "\u0301" * 31}, "text-unreadable"),
        ({"language": "english"}, "language-invalid"),
        ({"article": {"url": "ftp://x.example"}}, "address-invalid"),
        ({"article": {"title": "t" * 501}}, "field-too-long"),
        ({"author": {"name": "n\udcff"}}, "field-unreadable"),
        ({"created_at": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=9)))}, "time-invalid"),
    ],
)
def test_what_the_api_would_refuse_is_refused_with_its_line(change: dict[str, Any], reason: str) -> None:
    [row] = checked([replace(GOOD, **change)])
    assert isinstance(row, Refused)
    assert (row.line, row.reason) == (7, reason)


def test_what_the_api_would_take_passes_at_the_limit() -> None:
    at_the_limit = replace(GOOD, text="x" * 10_000, author_id="u" * 255, created_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert list(checked([at_the_limit])) == [at_the_limit]


def test_bytes_that_are_no_utf8_refuse_their_row_alone(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(b"external_id,text,article_id,author_id,decided\nc,caf\xe9,a,u,approve\nd,fine,a,u,approve\n")
    refused, taken = checked(read_csv(path, CsvShape()))
    assert isinstance(refused, Refused)
    assert (refused.line, refused.reason) == (2, "text-unreadable")
    assert isinstance(taken, PastComment)
