"""Opaque places in a list. They hold no secret and work only on the caller's own site."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from uuid import UUID

from ombud.domain.errors import FieldError
from ombud_api.problems import Problem, validation_problem

LARGEST_POSITION = 2**63 - 1


def cursor_of(comment_id: UUID) -> str:
    """Name the place after a comment."""
    return _encoded(b"c" + comment_id.bytes)


def comment_after(cursor: str) -> UUID:
    """Return the comment that a cursor names; a 422 problem for anything else."""
    return _id_in(cursor, b"c")


def delivery_cursor_of(delivery_id: UUID) -> str:
    """Name the place after a delivery."""
    return _encoded(b"d" + delivery_id.bytes)


def delivery_after(cursor: str) -> UUID:
    """Return the delivery that a cursor names; a 422 problem for anything else."""
    return _id_in(cursor, b"d")


def appeal_cursor_of(appeal_id: UUID) -> str:
    """Name the place after an appeal."""
    return _encoded(b"a" + appeal_id.bytes)


def appeal_after(cursor: str) -> UUID:
    """Return the appeal that a cursor names; a 422 problem for anything else."""
    return _id_in(cursor, b"a")


def next_of(position: int) -> str:
    """Name the place in a feed after a position."""
    return _encoded(b"e" + position.to_bytes(8))


def position_after(place: str) -> int:
    """Return the position that a feed's `next` names; a 422 problem for anything else."""
    raw = _decoded(place, "after", b"e")
    if len(raw) != 8 or int.from_bytes(raw) > LARGEST_POSITION:
        raise _unusable("after")
    return int.from_bytes(raw)


def _id_in(cursor: str, kind: bytes) -> UUID:
    raw = _decoded(cursor, "cursor", kind)
    if len(raw) != 16:
        raise _unusable("cursor")
    return UUID(bytes=raw)


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str, parameter: str, kind: bytes) -> bytes:
    try:
        raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (Base64Error, UnicodeEncodeError, ValueError):
        raise _unusable(parameter) from None
    if raw[:1] != kind or _encoded(raw) != text:  # base64's decoder overlooks characters that are none of its own
        raise _unusable(parameter)
    return raw[1:]


def _unusable(parameter: str) -> Problem:
    return validation_problem([FieldError(f"?{parameter}", "is not one that this API gave out")])
