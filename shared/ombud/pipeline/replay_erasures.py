"""Replaying erasures after a backup was restored: what was erased since it was made is in it once more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Connection

from ombud.domain.comment import Status
from ombud.domain.errors import CallerError
from ombud.pipeline.erase import erase
from ombud.pipeline.erase_author import COMMENTS_AT_ONCE
from ombud.storage.author_erasures import authors_with_digest, finished_erasures
from ombud.storage.authors import forget_author
from ombud.storage.comments import comments_of_author
from ombud.storage.database import Database, current_time
from ombud.storage.erasures import forget_receipt, receipts_since
from ombud.storage.reports import forget_reporter
from ombud.storage.sites import sites_by_id
from ombud.storage.whole_comments import whole_comment


class ReceiptError(CallerError):
    """A line that is no receipt of an erasure."""

    code = "receipt"
    title = "A receipt cannot be read"


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """What a replay needs of an erasure: ids and times, no texts. `subject` is the comment's id or the author's digest.

    The author's digest is in hexadecimal.
    """

    kind: Literal["comment", "author"]
    site_id: UUID
    subject: str
    erased_at: datetime

    def as_json(self) -> dict[str, Any]:
        """Return the receipt as one line of a file."""
        return {"kind": self.kind, "site_id": self.site_id, "subject": self.subject, "erased_at": self.erased_at}

    @classmethod
    def parse(cls, line: object) -> "KeptReceipt":
        """Read a receipt back; `ReceiptError` where it is none."""
        try:
            if isinstance(line, dict) and line["kind"] in ("comment", "author"):
                when = datetime.fromisoformat(line["erased_at"])
                subject = str(UUID(line["subject"])) if line["kind"] == "comment" else _digest(line["subject"]).hex()
                return cls(line["kind"], UUID(line["site_id"]), subject, when)
        except (KeyError, ValueError, TypeError, AttributeError):
            pass
        raise ReceiptError("This is no receipt as `ombud erase --receipts` writes them.")


def _digest(text: str) -> bytes:
    digest = bytes.fromhex(text)
    if len(digest) != 32:
        raise ValueError("a digest has 32 bytes")
    return digest


def kept_receipts(connection: Connection, since: datetime) -> Iterator[KeptReceipt]:
    """Return all receipts since a time, to be kept outside the database: a restored one has lost the newest."""
    for comment_id, site_id, erased_at in receipts_since(connection, since):
        yield KeptReceipt("comment", site_id, str(comment_id), erased_at)
    for erasure in finished_erasures(connection, since):
        if erasure.erased_at is not None:
            yield KeptReceipt("author", erasure.site_id, erasure.author_digest.hex(), erasure.erased_at)


def replay(database: Database, receipt: KeptReceipt) -> int:
    """Erase again what a receipt says was erased; returns how many comments came back with the backup.

    Comments that a reader posted after the erasure stay.
    """
    if receipt.kind == "comment":
        with database.transaction() as connection:
            return _erase_again(connection, receipt.site_id, UUID(receipt.subject))
    with database.transaction() as connection:
        if receipt.site_id not in sites_by_id(connection, {receipt.site_id}):
            return 0
        authors = authors_with_digest(connection, receipt.site_id, bytes.fromhex(receipt.subject))
    return sum(_erase_author_again(database, receipt, author) for author in authors)


def _erase_author_again(database: Database, receipt: KeptReceipt, author_id: str) -> int:
    count = 0
    while True:
        with database.transaction() as connection:
            ids = comments_of_author(connection, receipt.site_id, author_id, receipt.erased_at, COMMENTS_AT_ONCE)
            count += sum(_erase_again(connection, receipt.site_id, comment_id) for comment_id in ids)
            if len(ids) < COMMENTS_AT_ONCE:
                forget_author(connection, receipt.site_id, author_id)
                forget_reporter(connection, receipt.site_id, author_id)
                return count


def _erase_again(connection: Connection, site_id: UUID, comment_id: UUID) -> int:
    now = current_time(connection)
    comment = whole_comment(connection, site_id, comment_id)
    if comment is None or comment.state.status is Status.ERASED:
        return 0
    forget_receipt(connection, comment_id)  # it says what went that time; this time has a receipt of its own
    erase(connection, site_id, comment_id, now)
    return 1
