"""Activated policies: every version is kept, numbered from 1 for each site."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from ombud.storage.schema import Base
from ombud.storage.sites import SiteRow


class PolicyRow(Base):
    """One activated policy of a site, kept for ever: decisions point at it."""

    __tablename__ = "policies"

    site_id: Mapped[UUID] = mapped_column(ForeignKey(SiteRow.id), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    content_hash: Mapped[str]
    document: Mapped[str]
    activated_at: Mapped[datetime]
    activated_by: Mapped[str]
    note: Mapped[str]


@dataclass(frozen=True, slots=True)
class StoredPolicy:
    """One version of a site's policy, and who put it in force, when and why."""

    version: int
    content_hash: str
    document: str
    activated_at: datetime
    activated_by: str
    note: str


def activate_policy(connection: Connection, site_id: UUID, document: str, *, by: str, note: str, now: datetime) -> int:
    """Make a document the policy in force and return its number. The caller has validated it."""
    current = connection.execute(
        select(SiteRow.policy_version).where(SiteRow.id == site_id).with_for_update()
    ).scalar_one()
    version = (current or 0) + 1
    connection.execute(
        insert(PolicyRow).values(
            site_id=site_id,
            version=version,
            content_hash=sha256(document.encode()).hexdigest(),
            document=document,
            activated_at=now,
            activated_by=by,
            note=note,
        )
    )
    connection.execute(update(SiteRow).where(SiteRow.id == site_id).values(policy_version=version))
    return version


def policy_document(connection: Connection, site_id: UUID, version: int) -> str:
    """Return the text of one version of a site's policy."""
    return connection.execute(
        select(PolicyRow.document).where(PolicyRow.site_id == site_id, PolicyRow.version == version)
    ).scalar_one()


def stored_policy(connection: Connection, site_id: UUID, version: int) -> StoredPolicy | None:
    """Return one version of a site's policy, if there is such a version."""
    row = connection.execute(
        select(
            PolicyRow.version,
            PolicyRow.content_hash,
            PolicyRow.document,
            PolicyRow.activated_at,
            PolicyRow.activated_by,
            PolicyRow.note,
        ).where(PolicyRow.site_id == site_id, PolicyRow.version == version)
    ).one_or_none()
    return None if row is None else StoredPolicy(*row)
