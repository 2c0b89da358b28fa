"""Times as exports write them."""

from datetime import UTC, datetime, tzinfo
from typing import Any


def written_time(text: str, zone: tzinfo = UTC) -> datetime:
    """Read an ISO 8601 time; one without an offset is of `zone`. `ValueError` says how it should look."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"'{text[:40]}' is no time; write it like 2026-11-23T09:30:00Z") from None
    return found if found.tzinfo is not None else found.replace(tzinfo=zone)


def mongo_time(value: Any) -> datetime | None:
    """Read a time of MongoDB's extended JSON, of any of its versions; None for null. `ValueError` for what is none.

    `{"$date": "2019-01-02T03:04:05Z"}`, `{"$date": {"$numberLong": "1546398245000"}}`, `{"$date": 1546398245000}`
    (https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/), or a bare ISO 8601 time.
    """
    if isinstance(value, dict):
        value = value.get("$date", value)
    if isinstance(value, dict):
        value = value.get("$numberLong", value)
        value = int(value) if isinstance(value, str) and value.lstrip("-").isdecimal() else value
    if value is None:
        return None
    if isinstance(value, str):
        return written_time(value)
    if isinstance(value, int) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value / 1000, UTC)
        except (OverflowError, OSError, ValueError):
            raise ValueError("a time is out of range") from None
    raise ValueError("a time has a form that is not known")
