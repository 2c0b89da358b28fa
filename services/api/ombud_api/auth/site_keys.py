"""Authentication of websites by their keys."""

from dataclasses import dataclass
from threading import Lock
from time import monotonic

from flask import request

from ombud.domain.keys import KeyKind, Scope, key_hash, looks_like_key
from ombud.storage.database import Database, current_time
from ombud.storage.keys import StoredKey, key_with_hash
from ombud.storage.sites import Site, sites_by_id
from ombud_api.problems import Problem

CACHED_SECONDS = 2.0
MOST_CACHED = 10_000


@dataclass(frozen=True, slots=True)
class Caller:
    """A website that has shown a valid key."""

    site: Site
    key: StoredKey

    def may(self, scope: Scope) -> bool:
        """Whether the key was issued with that scope."""
        return scope in self.key.scopes


class KeyRing:
    """Looks keys up by their hash; what it finds may be 2 seconds old."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._cache: dict[bytes, tuple[float, Caller]] = {}
        self._lock = Lock()

    def caller(self, secret: str) -> Caller | None:
        """Return whose key this is; None where it is nobody's. A key of the wrong form costs no query."""
        if not looks_like_key(secret):
            return None
        hashed = key_hash(secret)
        cached = self._cache.get(hashed)
        if cached and cached[0] > monotonic():
            return cached[1]
        caller = self._look_up(hashed)
        with self._lock:
            if caller is None:
                self._cache.pop(hashed, None)
                return None
            if len(self._cache) >= MOST_CACHED:
                self._cache.clear()
            self._cache[hashed] = (monotonic() + CACHED_SECONDS, caller)
        return caller

    def _look_up(self, hashed: bytes) -> Caller | None:
        with self._database.transaction() as connection:
            key = key_with_hash(connection, hashed, current_time(connection))
            if key is None:
                return None
            return Caller(sites_by_id(connection, {key.site_id})[key.site_id], key)


def authenticate(ring: KeyRing, scope: Scope) -> Caller:
    """Return the caller of the present request, who must hold a site key with that scope."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    challenge = {"WWW-Authenticate": 'Bearer realm="ombud"'}
    if scheme.lower() != "bearer" or not secret:
        detail = "Send a site key: `Authorization: Bearer ombud_live_…`."
        raise Problem("missing-key", detail, headers=challenge)
    caller = ring.caller(secret.strip())
    if caller is None:
        detail = "The key is mistyped, revoked, expired or of another service."
        raise Problem("unknown-key", detail, headers=challenge)
    if caller.key.kind != KeyKind.SITE:
        raise Problem("missing-scope", "A door key opens doors only; this call needs a site key.")
    if not caller.may(scope):
        raise Problem("missing-scope", f"The key lacks the scope '{scope}', which this call needs.")
    return caller
