"""A comment as another system's export tells of it, checked by the limits that the API has."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ombud.domain.decision import Verdict
from ombud.domain.errors import CallerError
from ombud.domain.limits import (
    LONGEST_ID,
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_COMBINING_MARKS,
    is_language,
    is_web_address,
    stacks_marks,
    unstorable,
)


class HistoryError(CallerError):
    """An export that cannot be read, or not any further; names the line and what to do."""

    code = "history"
    title = "The export cannot be read"


@dataclass(frozen=True, slots=True)
class PastComment:
    """One comment of an export. `verdict` is None where nobody decided there; times are aware, None where unknown."""

    line: int
    external_id: str
    text: str
    article_id: str
    author_id: str
    verdict: Verdict | None
    decided_by: str
    decided_at: datetime | None = None
    created_at: datetime | None = None
    parent_external_id: str | None = None
    language: str | None = None
    article: dict[str, str | datetime] = field(default_factory=dict)
    """`url`, `title`, `section` and `published_at`, as far as they were told."""
    author: dict[str, str | datetime] = field(default_factory=dict)
    """`name`, `role` and `registered_at`, as far as they were told."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What cannot be taken, and why: `reason` is stable and counted, `detail` is for people."""

    line: int
    external_id: str | None
    reason: str
    detail: str


def checked(rows: Iterable[PastComment | Refused]) -> Iterator[PastComment | Refused]:
    """Turn comments that break a limit into refusals; all else passes."""
    for row in rows:
        wrong = _wrong(row) if isinstance(row, PastComment) else None
        yield row if wrong is None else Refused(row.line, row.external_id or None, *wrong)


def _wrong(row: PastComment) -> tuple[str, str] | None:
    return _wrong_id(row) or _wrong_text(row.text) or _wrong_detail(row) or _wrong_time(row)


def _wrong_id(row: PastComment) -> tuple[str, str] | None:
    for name, value in (("id", row.external_id), ("article", row.article_id), ("author", row.author_id)):
        if not value:
            return f"{name}-missing", f"The {name} is missing." if name == "id" else f"The {name}'s id is missing."
    ids = {"id": row.external_id, "article's id": row.article_id, "author's id": row.author_id}
    ids |= {"parent's id": row.parent_external_id or "", "section": str(row.article.get("section", ""))}
    ids |= {"role": str(row.author.get("role", "")), "decider": row.decided_by}
    return _too_long(ids, LONGEST_ID)


def _wrong_text(text: str) -> tuple[str, str] | None:
    if not text:
        return "text-empty", "There is no text."
    if len(text) > LONGEST_TEXT:
        return "text-too-long", f"The text has {len(text)} characters; at most {LONGEST_TEXT} are taken."
    why = unstorable(text)
    if why is None and stacks_marks(text):
        why = f"must not hold more than {MOST_COMBINING_MARKS} combining marks in a row"
    return None if why is None else ("text-unreadable", f"The text {why}.")


def _wrong_detail(row: PastComment) -> tuple[str, str] | None:
    url = str(row.article.get("url", ""))
    if url and not is_web_address(url):
        return "address-invalid", "The article's address must begin with http:// or https://, without spaces."
    if row.language is not None and not is_language(row.language):
        return "language-invalid", "The language must be a tag such as en or pt-BR."
    names = {"title": str(row.article.get("title", "")), "author's name": str(row.author.get("name", ""))}
    return _too_long(names, LONGEST_NAME) or (_too_long({"address": url}, len(url)) if url else None)


def _wrong_time(row: PastComment) -> tuple[str, str] | None:
    times = (row.created_at, row.decided_at, row.article.get("published_at"), row.author.get("registered_at"))
    for time in times:
        if isinstance(time, datetime):
            try:
                time.astimezone(UTC)
            except OverflowError:
                return "time-invalid", "A time must lie between the years 1 and 9999 in UTC."
    return None


def _too_long(values: dict[str, str], most: int) -> tuple[str, str] | None:
    for name, value in values.items():
        if len(value) > most:
            return "field-too-long", f"The {name} has {len(value)} characters; at most {most} are taken."
        why = unstorable(value)
        if why is not None:
            return "field-unreadable", f"The {name} {why}."
    return None
