"""Site keys and door keys. Only hashes are stored: keys have 128 random bits or more, so a plain SHA-256 is enough."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from ombud.storage.schema import Base
from ombud.storage.sites import SiteRow


class KeyRow(Base):
    """One key of a site. `label` is the public part by which people name it; several may be valid at once."""

    __tablename__ = "site_keys"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    site_id: Mapped[UUID] = mapped_column(ForeignKey(SiteRow.id), index=True)
    kind: Mapped[str]
    label: Mapped[str] = mapped_column(unique=True)
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    scopes: Mapped[list[str]]
    is_test: Mapped[bool]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A valid key and the site it belongs to."""

    id: UUID
    site_id: UUID
    label: str
    kind: str
    scopes: frozenset[str]
    is_test: bool
    expires_at: datetime | None


def add_key(connection: Connection, key: StoredKey, secret_hash: bytes, now: datetime) -> None:
    """Store a key's hash."""
    connection.execute(
        insert(KeyRow).values(
            id=key.id,
            site_id=key.site_id,
            kind=key.kind,
            label=key.label,
            secret_hash=secret_hash,
            scopes=sorted(key.scopes),
            is_test=key.is_test,
            created_at=now,
            expires_at=key.expires_at,
        )
    )


def key_with_hash(connection: Connection, secret_hash: bytes, now: datetime) -> StoredKey | None:
    """Return the key with that hash, if it is neither revoked nor expired."""
    row = connection.execute(
        select(KeyRow.id, KeyRow.site_id, KeyRow.label, KeyRow.kind, KeyRow.scopes, KeyRow.is_test, KeyRow.expires_at)
        .where(KeyRow.secret_hash == secret_hash, KeyRow.revoked_at.is_(None))
        .where(KeyRow.expires_at.is_(None) | (KeyRow.expires_at > now))
    ).one_or_none()
    if row is None:
        return None
    return StoredKey(row.id, row.site_id, row.label, row.kind, frozenset(row.scopes), row.is_test, row.expires_at)


def expire_keys(connection: Connection, site_id: UUID, kind: str, at: datetime, *, keep: UUID) -> int:
    """Let a site's other keys of a kind end at a time, unless they end sooner; returns how many."""
    return connection.execute(
        update(KeyRow)
        .where(KeyRow.site_id == site_id, KeyRow.kind == kind, KeyRow.id != keep, KeyRow.revoked_at.is_(None))
        .where(KeyRow.expires_at.is_(None) | (KeyRow.expires_at > at))
        .values(expires_at=at)
    ).rowcount


def revoke_key(connection: Connection, site_id: UUID, label: str, now: datetime) -> bool:
    """End a key at once; False where the site has no such key."""
    done = connection.execute(
        update(KeyRow)
        .where(KeyRow.site_id == site_id, KeyRow.label == label, KeyRow.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return done.rowcount == 1
