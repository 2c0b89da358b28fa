"""Sites and their keys: adding, rotating, revoking. A key is shown once and stored hashed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ombud.domain.errors import CallerError
from ombud.domain.ids import new_id
from ombud.domain.keys import ALL_SCOPES, KeyKind, NewKey, Scope, key_hash, new_door_key, new_site_key
from ombud.policy.starter import starter_policy
from ombud.storage.keys import StoredKey, add_key, expire_keys, key_with_hash, revoke_key
from ombud.storage.policies import activate_policy
from ombud.storage.sites import Site, add_site, all_site_names, site_named

ROTATION_OVERLAP = timedelta(hours=24)


class SiteError(CallerError):
    """A site or key that does not exist, or exists already."""

    code = "site"
    title = "There is no such site or key"


def open_site(connection: Connection, name: str, now: datetime, *, policy: str | None = None) -> Site:
    """Add a site with a policy in force: the starter policy unless another is given."""
    if site_named(connection, name):
        raise SiteError(f"There is a site '{name}' already.")
    site = add_site(connection, name, now)
    activate_policy(connection, site.id, policy or starter_policy(), by="ombud", note="The starter policy", now=now)
    return site


def site_or_error(connection: Connection, name: str) -> Site:
    """Return the site of that name; `SiteError` lists those there are."""
    site = site_named(connection, name)
    if site is None:
        there_are = ", ".join(all_site_names(connection)) or "none yet; add one with `ombud site add`"
        raise SiteError(f"There is no site '{name}'. There are: {there_are}.")
    return site


def issue_key(
    connection: Connection, site: Site, now: datetime, *, scopes: Iterable[Scope] = ALL_SCOPES, is_test: bool = False
) -> NewKey:
    """Give a site another key; those that it has stay valid."""
    return store_key(connection, site, new_site_key(is_test=is_test), now, scopes=scopes)


def issue_door_key(connection: Connection, site: Site, now: datetime) -> NewKey:
    """Give a site a key that opens doors only."""
    return store_key(connection, site, new_door_key(), now, scopes=(Scope.SCORE, Scope.SUBMIT))


def store_key(
    connection: Connection, site: Site, key: NewKey, now: datetime, *, scopes: Iterable[Scope] = ALL_SCOPES
) -> NewKey:
    """Store a key that was made elsewhere, unless the site has it already."""
    if key_with_hash(connection, key_hash(key.secret), now) is None:
        stored = StoredKey(new_id(), site.id, key.label, key.kind, frozenset(scopes), key.is_test, None)
        add_key(connection, stored, key_hash(key.secret), now)
    return key


def rotate_key(connection: Connection, site: Site, now: datetime) -> NewKey:
    """Give a site a new key and let its other site keys end in 24 hours."""
    key = new_site_key()
    stored = StoredKey(new_id(), site.id, key.label, key.kind, ALL_SCOPES, key.is_test, None)
    add_key(connection, stored, key_hash(key.secret), now)
    expire_keys(connection, site.id, KeyKind.SITE, now + ROTATION_OVERLAP, keep=stored.id)
    return key


def end_key(connection: Connection, site: Site, label: str, now: datetime) -> None:
    """Revoke a key at once; `SiteError` where the site has none of that label."""
    if not revoke_key(connection, site.id, label, now):
        raise SiteError(f"The site '{site.name}' has no valid key '{label}'.")
