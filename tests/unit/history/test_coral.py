import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ombud.domain.decision import Verdict
from ombud.history.coral import read_coral
from ombud.history.past_comment import HistoryError, PastComment, Refused
from ombud.history.times import mongo_time

USUAL: dict[str, Any] = {
    "_id": {"$oid": "5ef3"},
    "id": "c-1",
    "tenantID": "t-1",
    "siteID": "s-1",
    "storyID": "st-1",
    "authorID": "u-1",
    "parentID": None,
    "section": "world",
    "status": "APPROVED",
    "createdAt": {"$date": "2020-01-02T03:04:05.678Z"},
    "revisions": [
        {"id": "r-1", "body": "old", "createdAt": {"$date": "2020-01-02T03:04:05Z"}},
        {
            "id": "r-2",
            "body": "<div>One<br>two &amp; three</div>",
            "createdAt": {"$date": {"$numberLong": "1577934300000"}},
        },
    ],
    "tags": [],
    "actionCounts": {},
}


def _read(tmp_path: Path, content: str) -> list[PastComment | Refused]:
    path = tmp_path / "comments.json"
    path.write_text(content, "utf-8")
    return list(read_coral(path))


def _one(tmp_path: Path, **told: Any) -> PastComment | Refused:
    [one] = _read(tmp_path, json.dumps(USUAL | told) + "\n")
    return one


def test_the_latest_revision_is_taken_as_text(tmp_path: Path) -> None:
    one = _one(tmp_path, parentID="c-0")
    assert isinstance(one, PastComment)
    assert (one.external_id, one.article_id, one.author_id, one.parent_external_id) == ("c-1", "st-1", "u-1", "c-0")
    assert one.text == "One\ntwo & three"
    assert one.article == {"section": "world"}
    assert one.created_at == datetime(2020, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)
    assert one.decided_at == datetime(2020, 1, 2, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "verdict", "actor"),
    [
        ("NONE", Verdict.APPROVE, "coral:unmoderated"),
        ("APPROVED", Verdict.APPROVE, "coral"),
        ("REJECTED", Verdict.REJECT, "coral"),
        ("PREMOD", None, "coral"),
        ("SYSTEM_WITHHELD", None, "coral"),
    ],
)
def test_coral_statuses_become_verdicts(tmp_path: Path, status: str, verdict: Verdict | None, actor: str) -> None:
    one = _one(tmp_path, status=status)
    assert isinstance(one, PastComment)
    assert (one.verdict, one.decided_by) == (verdict, actor)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"id": None}, "not-a-comment"),
        ({"deletedAt": {"$date": "2021-01-01T00:00:00Z"}}, "deleted"),
        ({"status": "PUBLISHED"}, "status-unknown"),
        ({"status": ["NONE"]}, "status-unknown"),
        ({"createdAt": {"$date": "soon"}}, "time-invalid"),
        ({"createdAt": {"$date": {"$numberLong": "99999999999999999"}}}, "time-invalid"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_line(tmp_path: Path, told: dict[str, Any], reason: str) -> None:
    one = _one(tmp_path, **told)
    assert isinstance(one, Refused)
    assert (one.line, one.reason) == (1, reason)


@pytest.mark.parametrize("revisions", [[], None, "x", [{"body": None}]])
def test_a_comment_without_a_body_has_an_empty_text(tmp_path: Path, revisions: Any) -> None:
    one = _one(tmp_path, revisions=revisions)
    assert isinstance(one, PastComment)
    assert one.text == ""


def test_a_line_that_is_no_document_is_refused_alone(tmp_path: Path) -> None:
    good = json.dumps(USUAL)
    first, broken, deep, last = _read(tmp_path, f"{good}\n{good[:40]}\n{'[' * 100_000}\n\n{good}\n")
    assert isinstance(broken, Refused)
    assert isinstance(deep, Refused)
    assert (broken.line, broken.reason, deep.reason) == (2, "not-json", "not-json")
    assert isinstance(first, PastComment)
    assert isinstance(last, PastComment)
    assert last.line == 5


@pytest.mark.parametrize("indent", [None, 2])
def test_an_array_is_read_document_by_document_with_lines(
    tmp_path: Path, indent: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ombud.history.coral._CHUNK", 100)
    documents = [USUAL | {"id": f"c-{number}"} for number in range(20)]
    rows = _read(tmp_path, "\ufeff [" + ",\n".join(json.dumps(one, indent=indent) for one in documents) + "\n]\n")
    assert [row.external_id for row in rows] == [f"c-{number}" for number in range(20)]
    if indent is None:
        assert [row.line for row in rows] == list(range(1, 21))


def test_an_array_that_breaks_off_is_told_with_its_line(tmp_path: Path) -> None:
    good = json.dumps(USUAL)
    with pytest.raises(HistoryError, match="line 2: what begins here is no JSON"):
        _read(tmp_path, f"[{good},\n{good[:40]}")


def test_what_is_no_json_is_refused_and_an_empty_file_is_empty(tmp_path: Path) -> None:
    assert _read(tmp_path, "") == []
    with pytest.raises(HistoryError, match="it begins with '<'"):
        _read(tmp_path, "<html>")


@pytest.mark.parametrize(
    "value", ["2020-01-01T00:00:00Z", {"$date": 1577836800000}, {"$date": {"$numberLong": "1577836800000"}}]
)
def test_every_form_of_a_mongodb_time_is_read(value: Any) -> None:
    assert mongo_time(value) == datetime(2020, 1, 1, tzinfo=UTC)
