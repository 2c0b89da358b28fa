"""Sites: the websites that post comments."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from ombud.domain.comment import WhileEdited
from ombud.domain.ids import new_id
from ombud.storage.feed import open_feed
from ombud.storage.schema import Base


class SiteRow(Base):
    """One website. `policy_version` is the policy in force."""

    __tablename__ = "sites"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    policy_version: Mapped[int | None]
    while_edited: Mapped[str] = mapped_column(server_default=WhileEdited.SHOW_LAST_APPROVED.value)
    created_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Site:
    """What the pipeline needs to know of a site."""

    id: UUID
    name: str
    policy_version: int | None
    while_edited: WhileEdited
    created_at: datetime


_COLUMNS = (SiteRow.id, SiteRow.name, SiteRow.policy_version, SiteRow.while_edited, SiteRow.created_at)


def add_site(connection: Connection, name: str, now: datetime) -> Site:
    """Add a site, with its empty feed and no policy."""
    site_id = new_id()
    connection.execute(insert(SiteRow).values(id=site_id, name=name, created_at=now))
    open_feed(connection, site_id)
    return Site(site_id, name, None, WhileEdited.SHOW_LAST_APPROVED, now)


def site_named(connection: Connection, name: str) -> Site | None:
    """Return the site of that name, if there is one."""
    row = connection.execute(select(*_COLUMNS).where(SiteRow.name == name)).one_or_none()
    return None if row is None else _site(row)


def sites_by_id(connection: Connection, ids: set[UUID]) -> dict[UUID, Site]:
    """Those sites, by id; those that do not exist are missing."""
    rows = connection.execute(select(*_COLUMNS).where(SiteRow.id.in_(ids)))
    return {row.id: _site(row) for row in rows}


def _site(row: Any) -> Site:
    return Site(row.id, row.name, row.policy_version, WhileEdited(row.while_edited), row.created_at)


def all_site_names(connection: Connection) -> list[str]:
    """Names of all sites, in order."""
    return list(connection.execute(select(SiteRow.name).order_by(SiteRow.name)).scalars())


def every_site(connection: Connection) -> list[Site]:
    """All sites, in order of their names."""
    return [_site(row) for row in connection.execute(select(*_COLUMNS).order_by(SiteRow.name))]
