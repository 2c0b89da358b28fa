"""Exporting all that is kept about one reader, as one JSON document that is written while it is read."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Connection

from ombud.storage.author_records import NO_ID, author_row, comments_by, reporter_row, reports_by
from ombud.storage.authors import knows_author
from ombud.storage.database import Database, current_time

ROWS_AT_ONCE = 100
"""Comments, with all that belongs to them, or reports in memory at once."""

_Page = Callable[[Connection, UUID, str, UUID, int], list[dict[str, Any]]]


def export_author(database: Database, site_id: UUID, author_id: str) -> Iterator[bytes] | None:
    """Return the document piece by piece; None where the site knows no such reader.

    No connection is held between pieces. Comments that arrive while it is read may or may not be in it.
    """
    with database.transaction() as connection:
        if not knows_author(connection, site_id, author_id):
            return None
        about = {
            "exported_at": current_time(connection),
            "author": author_row(connection, site_id, author_id),
            "reporter": reporter_row(connection, site_id, author_id),
        }
    return _pieces(database, site_id, author_id, about)


def _pieces(database: Database, site_id: UUID, author_id: str, about: dict[str, Any]) -> Iterator[bytes]:
    yield _json(about)[:-1] + b',"comments":['
    yield from _rows(database, site_id, author_id, comments_by)
    yield b'],"reports":['
    yield from _rows(database, site_id, author_id, reports_by)
    yield b"]}"


def _rows(database: Database, site_id: UUID, author_id: str, page: _Page) -> Iterator[bytes]:
    after, between = NO_ID, b""
    while True:
        with database.transaction() as connection:
            rows = page(connection, site_id, author_id, after, ROWS_AT_ONCE)
        if rows:
            yield between + b",".join(map(_json, rows))
            after, between = rows[-1]["id"], b","
        if len(rows) < ROWS_AT_ONCE:
            return


def _json(value: dict[str, Any]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_UTC_Z)
