"""Comments from Coral's database, as `mongoexport --collection comments` writes them: JSON lines or one JSON array.

The fields are those of `server/src/core/server/models/comment/comment.ts` in Coral. Its latest revision counts. Names
of readers are in another collection and are not needed.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TextIO

from ombud.domain.decision import Verdict
from ombud.history.html_text import html_text
from ombud.history.past_comment import HistoryError, PastComment, Refused
from ombud.history.times import mongo_time

ACTOR = "coral"
NOBODY = "coral:unmoderated"
"""Who decided what Coral published without anybody's look (its status NONE)."""

LARGEST_HTML = 200_000

_DECISIONS: Mapping[str, tuple[Verdict | None, str]] = MappingProxyType(
    {
        "NONE": (Verdict.APPROVE, NOBODY),
        "APPROVED": (Verdict.APPROVE, ACTOR),
        "REJECTED": (Verdict.REJECT, ACTOR),
        "PREMOD": (None, ACTOR),
        "SYSTEM_WITHHELD": (None, ACTOR),
    }
)
_BETWEEN = re.compile(r"[ \t\r\n,]*")
_CHUNK = 1 << 20
_LONGEST_DOCUMENT = 24 << 20
"""In characters. MongoDB keeps at most 16 MiB of a document; as JSON it is longer."""


def read_coral(path: Path) -> Iterator[PastComment | Refused]:
    """Read the comments of an export; `HistoryError` names the line where it cannot be read any further."""
    try:
        with path.open(encoding="utf-8-sig", errors="surrogateescape") as file:
            start = file.read(1)
            while start.isspace():
                start = file.read(1)
            file.seek(0)
            if start not in ("", "{", "["):
                raise HistoryError(f"{path} holds no JSON documents: it begins with '{start}'.")
            documents = _from_array(path, file) if start == "[" else _from_lines(file)
            for line, document in documents:
                yield document if isinstance(document, Refused) else _comment(line, document)
    except OSError as error:
        raise HistoryError(f"{path} cannot be read: {error.strerror}.") from None


def _from_lines(file: TextIO) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(iter(lambda: file.readline(_LONGEST_DOCUMENT), ""), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError) as error:
            why = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
            detail = f"The line is no JSON document ({why}); one a line is expected, as without --pretty."
            yield number, Refused(number, None, "not-json", detail)


def _from_array(path: Path, file: TextIO) -> Iterator[tuple[int, Any]]:
    decoder = json.JSONDecoder()
    held = file.read(_CHUNK)
    at, line = held.index("[") + 1, 1 + held.count("\n", 0, held.index("["))
    while True:
        begin = _BETWEEN.match(held, at).end()  # type: ignore[union-attr]  # it matches nothing too
        line += held.count("\n", at, begin)
        at = begin
        if held.startswith("]", at):
            return
        try:
            document, end = decoder.raw_decode(held, at)
        except (ValueError, RecursionError) as error:
            more = file.read(max(_CHUNK, len(held) - at))
            if not more or len(held) - at > _LONGEST_DOCUMENT or isinstance(error, RecursionError):
                what = "what begins here is no JSON document. Nothing after it could be read"
                raise HistoryError(f"{path}, line {line}: {what}.") from None
            held, at = held[at:] + more, 0
            continue
        yield line, document
        line += held.count("\n", at, end)
        at = end


def _comment(line: int, document: Any) -> PastComment | Refused:
    if not isinstance(document, dict) or not isinstance(document.get("id"), str):
        return Refused(line, None, "not-a-comment", "It has no 'id', so it is no comment of Coral's.")
    external_id = document["id"]
    refused = _not_wanted(line, external_id, document)
    if refused is not None:
        return refused
    revision = _latest_revision(document)
    body = revision.get("body")
    if isinstance(body, str) and len(body) > LARGEST_HTML:
        return Refused(line, external_id, "text-too-long", f"The text has over {LARGEST_HTML} characters.")
    try:
        created_at = mongo_time(document.get("createdAt"))
        revised_at = mongo_time(revision.get("createdAt"))
    except ValueError as error:
        return Refused(line, external_id, "time-invalid", f"{error}.")
    verdict, actor = _DECISIONS[document["status"]]
    section = _text(document.get("section"))
    return PastComment(
        line=line,
        external_id=external_id,
        text=html_text(_text(body)),
        article_id=_text(document.get("storyID")),
        author_id=_text(document.get("authorID")),
        verdict=verdict,
        decided_by=actor,
        decided_at=revised_at or created_at,
        created_at=created_at,
        parent_external_id=_text(document.get("parentID")) or None,
        article={"section": section} if section else {},
    )


def _not_wanted(line: int, external_id: str, document: Mapping[str, Any]) -> Refused | None:
    if document.get("deletedAt") is not None:
        return Refused(line, external_id, "deleted", "Coral deleted it.")
    status = document.get("status")
    if not isinstance(status, str) or status not in _DECISIONS:
        return Refused(line, external_id, "status-unknown", f"Its status is '{str(status)[:40]}'.")
    return None


def _latest_revision(document: Mapping[str, Any]) -> Mapping[str, Any]:
    revisions = document.get("revisions")
    latest = revisions[-1] if isinstance(revisions, list) and revisions else None
    return latest if isinstance(latest, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
