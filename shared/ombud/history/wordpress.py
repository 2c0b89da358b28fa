"""Comments from WordPress's own export: WXR, the RSS file of Tools > Export.

Its shape is what `wp-admin/includes/export.php` of WordPress writes, versions 1.0 to 1.2. It has all comments but
those marked as spam, which other exporters may add. Addresses and e-mails of readers are not taken over.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO
from xml.parsers import expat

from ombud.domain.decision import Verdict
from ombud.domain.limits import LONGEST_ID, LONGEST_NAME, is_web_address
from ombud.history.html_text import html_text
from ombud.history.past_comment import HistoryError, PastComment, Refused

ACTOR = "wordpress"
LARGEST_HTML = 200_000

_VERDICTS: Mapping[str, Verdict | None] = MappingProxyType(
    {
        "1": Verdict.APPROVE,
        "approve": Verdict.APPROVE,
        "0": None,
        "hold": None,
        "spam": Verdict.REJECT,
        "trash": Verdict.REJECT,
    }
)
_COMMENT_TYPES = frozenset({"", "comment"})
_NAMESPACE = re.compile(r"http://wordpress\.org/export/[\d.]+/\|")
_CHUNK = 1 << 20
# XML has no such characters at all, yet readers typed them and WordPress exports them.
_CONTROLS = bytes.maketrans(bytes([*range(9), 11, 12, *range(14, 32)]), b" " * 29)

Fields = dict[str, str]


def read_wordpress(path: Path, guest_id: Callable[[str], str]) -> Iterator[PastComment | Refused]:
    """Read the comments of an export; `HistoryError` names the line where it is no well-formed one.

    An author with an account keeps WordPress's user id. `guest_id` makes an id of a guest's e-mail address; a guest
    without one is known by the comment alone. Document types are refused, so there are no entities to expand.
    """
    reader = _Reader(guest_id)
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: reader.start(name, attributes, parser.CurrentLineNumber)
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        with path.open("rb") as file:
            for chunk in _chunks(file):
                parser.Parse(chunk, not chunk)
                yield from reader.taken()
    except OSError as error:
        raise HistoryError(f"{path} cannot be read: {error.strerror}.") from None
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code)
        yield from reader.taken()
        raise HistoryError(f"{path}, line {error.lineno}: {what}. Nothing after it could be read.") from None
    if not reader.is_wxr:
        raise HistoryError(f"{path} is no WordPress export: it has no element of WordPress's own.")


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    start = file.read(_CHUNK)
    is_wide = start[:2] in (b"\xff\xfe", b"\xfe\xff")  # UTF-16, where such bytes are halves of characters
    chunk = start
    while chunk:
        yield chunk if is_wide else chunk.translate(_CONTROLS)
        chunk = file.read(_CHUNK)
    yield b""


def _refuse_doctype(*_: object) -> None:
    raise HistoryError("The file has a document type declaration. WordPress writes none; it is not read.")


class _Reader:
    """Collects the fields of the item and the comment that the parser is in."""

    def __init__(self, guest_id: Callable[[str], str]) -> None:
        self.is_wxr = False
        self._guest_id = guest_id
        self._item: Fields = {}
        self._comment: Fields | None = None
        self._line = 0
        self._within: list[str] = []
        self._pieces: list[str] = []
        self._category: tuple[str, str] = ("", "")
        self._taken: list[PastComment | Refused] = []

    def start(self, name: str, attributes: Mapping[str, str], line: int) -> None:
        local = _NAMESPACE.sub("wp:", name, count=1)
        self.is_wxr = self.is_wxr or local.startswith("wp:")
        self._within.append(local)
        self._pieces.clear()
        if local == "item":
            self._item = {}
        elif local == "wp:comment":
            self._comment, self._line = {}, line
        elif local == "category":
            self._category = (attributes.get("domain", ""), attributes.get("nicename", ""))

    def characters(self, text: str) -> None:
        self._pieces.append(text)

    def end(self, _name: str) -> None:
        local = self._within.pop()
        parent = self._within[-1] if self._within else ""
        text = "".join(self._pieces)
        self._pieces.clear()
        if local == "wp:comment" and self._comment is not None:
            self._taken.append(_comment(self._line, self._comment, self._item, self._guest_id))
            self._comment = None
        elif parent == "wp:comment" and self._comment is not None:
            self._comment[local.removeprefix("wp:comment_")] = text
        elif parent == "item":
            self._item_field(local, text)

    def taken(self) -> list[PastComment | Refused]:
        taken, self._taken = self._taken, []
        return taken

    def _item_field(self, name: str, text: str) -> None:
        if name == "category" and self._category[0] == "category":
            self._item.setdefault("section", self._category[1] or text)
        elif name in ("title", "link", "wp:post_id", "wp:post_date_gmt"):
            self._item[name] = text


def _comment(line: int, told: Fields, item: Fields, guest_id: Callable[[str], str]) -> PastComment | Refused:
    external_id = told.get("id", "").strip()
    refused = _not_wanted(line, external_id, told)
    if refused is not None:
        return refused
    created_at = _time(told.get("date_gmt", ""))
    parent = told.get("parent", "").strip()
    name = html_text(told.get("author", "")[:LARGEST_HTML])
    return PastComment(
        line=line,
        external_id=external_id,
        text=html_text(told.get("content", "")),
        article_id=item.get("wp:post_id", "").strip(),
        author_id=_author_id(external_id, told, guest_id),
        verdict=_VERDICTS[told.get("approved", "").strip()],
        decided_by=ACTOR,
        decided_at=created_at,
        created_at=created_at,
        parent_external_id=None if parent in ("", "0") else parent,
        article=_article(item),
        author={"name": name[:LONGEST_NAME]} if name else {},
    )


def _article(item: Fields) -> dict[str, str | datetime]:
    """Return what is known of a post. What of it breaks a limit is left out: a comment is not lost over its title."""
    link = item.get("link", "").strip()
    told: dict[str, str | datetime | None] = {
        "url": link if is_web_address(link) else None,
        "title": html_text(item.get("title", "")[:LARGEST_HTML])[:LONGEST_NAME],
        "section": item.get("section", "").strip()[:LONGEST_ID],
        "published_at": _time(item.get("wp:post_date_gmt", "")),
    }
    return {name: value for name, value in told.items() if value}


def _not_wanted(line: int, external_id: str, told: Fields) -> Refused | None:
    kind, approved = told.get("type", "").strip(), told.get("approved", "").strip()
    if kind not in _COMMENT_TYPES:
        return Refused(line, external_id or None, "not-a-comment", f"It is of type '{kind[:40]}'.")
    if approved not in _VERDICTS:
        return Refused(line, external_id or None, "status-unknown", f"Its status is '{approved[:40]}'.")
    if len(told.get("content", "")) > LARGEST_HTML:
        return Refused(line, external_id or None, "text-too-long", f"The text has over {LARGEST_HTML} characters.")
    return None


def _author_id(external_id: str, told: Fields, guest_id: Callable[[str], str]) -> str:
    user, email = told.get("user_id", "").strip(), told.get("author_email", "").strip()
    if user not in ("", "0"):
        return user
    return guest_id(email) if email else f"comment:{external_id}"


def _time(text: str) -> datetime | None:
    """WordPress writes UTC without saying so, and zeros for a time that it does not know."""
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
