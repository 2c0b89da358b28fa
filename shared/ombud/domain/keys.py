"""Keys that sites authenticate with: how they look, and how they are told apart from a typing error.

A site key reads `ombud_live_<label>_<secret><checksum>`: the prefix is found by secret scanners, the label names the
key to people, the secret has 160 random bits, the checksum (CRC-32) spares a look-up for a mistyped key. A door key
travels in URLs and host names, which some clients strip to hexadecimal digits: 32 of them, 128 random bits.
"""

import re
import secrets
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from zlib import crc32


class Scope(StrEnum):
    """What a key may do."""

    SCORE = "score"
    SUBMIT = "submit"
    READ = "read"
    DECIDE = "decide"
    MANAGE = "manage"
    ERASE = "erase"


class KeyKind(StrEnum):
    """Site keys open the API and the doors, door keys only the doors."""

    SITE = "site"
    DOOR = "door"


ALL_SCOPES = frozenset(Scope)

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_SITE_KEY = re.compile(r"ombud_(live|test)_([a-z0-9]{8})_([a-z0-9]{32})([0-9a-f]{8})")
_DOOR_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key at the only moment when it is known in full."""

    secret: str
    label: str
    kind: KeyKind
    is_test: bool


def new_site_key(*, is_test: bool = False) -> NewKey:
    """Make a site key."""
    label = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    body = f"ombud_{'test' if is_test else 'live'}_{label}_" + "".join(secrets.choice(_ALPHABET) for _ in range(32))
    return NewKey(body + _checksum(body), label, KeyKind.SITE, is_test)


def new_door_key() -> NewKey:
    """Make a door key."""
    secret = secrets.token_hex(16)
    return NewKey(secret, f"door-{secrets.token_hex(4)}", KeyKind.DOOR, is_test=False)


def looks_like_key(text: str) -> bool:
    """Whether a text can be a key at all: right form, and for a site key the right checksum."""
    found = _SITE_KEY.fullmatch(text)
    if found:
        return secrets.compare_digest(_checksum(text[:-8]), text[-8:])
    return _DOOR_KEY.fullmatch(text) is not None


def key_hash(secret: str) -> bytes:
    """Return what is stored of a key."""
    return sha256(secret.encode()).digest()


def _checksum(body: str) -> str:
    return f"{crc32(body.encode()):08x}"
