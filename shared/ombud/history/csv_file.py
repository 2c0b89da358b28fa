"""Comments from a CSV file with a header: any system that can write a table."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from ombud.domain.decision import Verdict
from ombud.history.past_comment import HistoryError, PastComment, Refused
from ombud.history.times import written_time

REQUIRED = ("external_id", "text", "article_id", "author_id")
DECIDED = ("decided", "status")
OPTIONAL = (
    "created_at",
    "decided_at",
    "decided_by",
    "parent_external_id",
    "language",
    "article_url",
    "article_title",
    "article_section",
    "article_published_at",
    "author_name",
    "author_role",
    "author_registered_at",
)
FIELDS = (*REQUIRED, *DECIDED, *OPTIONAL)

VERDICTS: Mapping[str, Verdict | None] = MappingProxyType(
    {
        "approve": Verdict.APPROVE,
        "approved": Verdict.APPROVE,
        "hold": Verdict.HOLD,
        "held": Verdict.HOLD,
        "reject": Verdict.REJECT,
        "rejected": Verdict.REJECT,
        "pending": None,
        "": None,
    }
)
_LARGEST_FIELD = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CsvShape:
    """How to read a file: which column holds a field, where its name is another, and the zone of bare times."""

    columns: Mapping[str, str] = field(default_factory=dict)
    zone: tzinfo = UTC


def read_csv(path: Path, shape: CsvShape) -> Iterator[PastComment | Refused]:
    """Read the comments of a file in UTF-8; `HistoryError` where it is no such table or lacks a column.

    Bytes that are no UTF-8 refuse the row that they stand in.
    """
    csv.field_size_limit(_LARGEST_FIELD)
    try:
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            header_line = file.readline()
            if "\0" in header_line or header_line.startswith("\udcff\udcfe"):
                raise HistoryError(f"{path} is no text in UTF-8. Save it as CSV UTF-8.")
            delimiter = max(",;\t", key=header_line.count)
            [header] = list(csv.reader([header_line], delimiter=delimiter, strict=True)) or [[]]
            position = _positions(path, header, shape.columns)
            yield from _rows(csv.reader(file, delimiter=delimiter, strict=True), path, len(header), position, shape)
    except OSError as error:
        raise HistoryError(f"{path} cannot be read: {error.strerror}.") from None
    except csv.Error as error:
        raise HistoryError(f"{path}, line 1: the header cannot be read as CSV: {error}.") from None


def _rows(
    reader: Iterator[list[str]], path: Path, width: int, position: Mapping[str, int], shape: CsvShape
) -> Iterator[PastComment | Refused]:
    before = 0
    while True:
        line, before = before + 2, 0
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise HistoryError(f"{path}, line {line}: {error}. Nothing after it could be read.") from None
        before = reader.line_num  # type: ignore[attr-defined]  # of csv's reader, which has no type of its own
        if cells is None:
            return
        if not cells:
            continue
        if len(cells) != width:
            detail = f"The row has {len(cells)} fields; the header has {width}."
            yield Refused(line, None, "field-count", detail)
        else:
            yield _comment(line, {name: cells[at].strip("\r\n") for name, at in position.items()}, shape.zone)


def _positions(path: Path, header: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Where each field stands in a row."""
    names = [name.strip() for name in header]
    found: dict[str, int] = {}
    for name in FIELDS:
        column = columns.get(name, name)
        if column in names:
            found[name] = names.index(column)
        elif name in columns:
            raise HistoryError(f"{path} has no column '{column}'. {_nearest(column, names)}")
    if not any(name in found for name in DECIDED):
        raise HistoryError(
            f"{path} has neither a column 'decided' nor 'status'. {_nearest('status', names)} "
            "Say which it is with --map decided=COLUMN."
        )
    for name in REQUIRED:
        if name not in found:
            raise HistoryError(
                f"{path} has no column '{name}'. {_nearest(name, names)} Say which it is with --map {name}=COLUMN."
            )
    return found


def _nearest(name: str, names: Sequence[str]) -> str:
    by_lower = {known.lower(): known for known in names}
    parts = name.split("_")
    near = get_close_matches(name.lower(), by_lower, n=3, cutoff=0.5) or [one for one in by_lower if one in parts]
    if near:
        return f"Is it {' or '.join(by_lower[one] for one in near)}?"
    return f"There are: {', '.join(names)}." if any(names) else "It has no header."


def _comment(line: int, cells: Mapping[str, str], zone: tzinfo) -> PastComment | Refused:
    external_id = cells["external_id"].strip()
    told = (cells.get("decided") or cells.get("status") or "").strip().lower()
    if told not in VERDICTS:
        known = ", ".join(word for word in VERDICTS if word)
        detail = f"'{told[:40]}' is no decision; there are: {known}, and nothing for undecided."
        return Refused(line, external_id or None, "status-unknown", detail)
    try:
        times = {name: _time(cells.get(name, ""), zone) for name in FIELDS if name.endswith("_at")}
    except ValueError as error:
        return Refused(line, external_id or None, "time-invalid", f"{error}.")
    article = {name: cells.get(f"article_{name}", "").strip() for name in ("url", "title", "section")}
    author = {name: cells.get(f"author_{name}", "").strip() for name in ("name", "role")}
    return PastComment(
        line=line,
        external_id=external_id,
        text=cells["text"],
        article_id=cells["article_id"].strip(),
        author_id=cells["author_id"].strip(),
        verdict=VERDICTS[told],
        decided_by=cells.get("decided_by", "").strip() or "import",
        decided_at=times["decided_at"],
        created_at=times["created_at"],
        parent_external_id=cells.get("parent_external_id", "").strip() or None,
        language=cells.get("language", "").strip() or None,
        article=_told(article, published_at=times["article_published_at"]),
        author=_told(author, registered_at=times["author_registered_at"]),
    )


def _time(text: str, zone: tzinfo) -> datetime | None:
    return written_time(text, zone) if text.strip() else None


def _told(texts: Mapping[str, str], **times: datetime | None) -> dict[str, str | datetime]:
    present: dict[str, str | datetime] = {name: text for name, text in texts.items() if text}
    return present | {name: time for name, time in times.items() if time is not None}
