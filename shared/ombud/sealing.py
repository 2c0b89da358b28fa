"""Secrets that must be read again, encrypted at rest with keys that are derived from `OMBUD_SECRET_KEY`.

Each purpose has a key of its own, and each secret is bound to what it belongs to: a sealed secret that is copied to
another row, or offered for another purpose, cannot be opened.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ombud.domain.errors import OmbudError

_VERSION = b"\x01"  # of the form: version, nonce, ciphertext with tag
_NONCE_BYTES = 12
_KEY_BYTES = 32


class SealError(OmbudError):
    """A sealed secret cannot be opened: another secret key, another owner, or damage."""

    code = "seal"
    title = "A stored secret cannot be opened"


class Seal:
    """Seals and opens the secrets of one purpose, with AES-256-GCM under a key from HKDF-SHA256 (RFC 5869)."""

    def __init__(self, secret_key: bytes, purpose: str) -> None:
        derived = HKDF(SHA256(), _KEY_BYTES, salt=None, info=f"ombud/{purpose}".encode()).derive(secret_key)
        self._cipher = AESGCM(derived)

    def seal(self, secret: bytes, owner: bytes) -> bytes:
        """Encrypt a secret that belongs to `owner`, such as a row's id."""
        nonce = os.urandom(_NONCE_BYTES)
        return _VERSION + nonce + self._cipher.encrypt(nonce, secret, owner)

    def open(self, sealed: bytes, owner: bytes) -> bytes:
        """Decrypt what was sealed for that owner; `SealError` where that cannot be."""
        nonce, encrypted = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            if sealed[:1] != _VERSION:
                raise InvalidTag
            return self._cipher.decrypt(nonce, encrypted, owner)
        except (InvalidTag, ValueError):
            raise SealError(
                "A stored secret cannot be opened: OMBUD_SECRET_KEY is not the one that it was stored with."
            ) from None
