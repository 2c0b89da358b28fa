"""Identifiers. All are UUIDv7 (RFC 9562, section 5.7): they sort by the time they were made."""

import os
import time
from datetime import datetime
from uuid import UUID


def new_id() -> UUID:
    """Make a UUIDv7: 48 bits of Unix milliseconds, version, 74 random bits.

    `uuid.uuid7` replaces it from Python 3.14.
    """
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10))
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | random & 0xFFFF_FFFF_FFFF_FFFF_FFFF
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def first_id_at(when: datetime) -> UUID:
    """Return the lowest UUIDv7 of a millisecond: every id that was made later is above it."""
    milliseconds = int(when.timestamp() * 1000)
    return UUID(int=max(0, milliseconds) << 80 | 0x7 << 76 | 0x2 << 62)
