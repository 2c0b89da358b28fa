"""Webhook endpoints of a site. Secrets are stored sealed; `ombud.sealing` has the key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, delete, func, insert, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from ombud.storage.schema import Base
from ombud.storage.sites import SiteRow


class WebhookRow(Base):
    """One endpoint. No events named means all. `failures` counts failed attempts in a row, over all its deliveries."""

    __tablename__ = "webhooks"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    site_id: Mapped[UUID] = mapped_column(ForeignKey(SiteRow.id), index=True)
    url: Mapped[str]
    events: Mapped[list[str]]
    secret: Mapped[bytes]
    previous_secret: Mapped[bytes | None]
    previous_secret_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    disabled_reason: Mapped[str | None]
    failures: Mapped[int] = mapped_column(server_default="0")
    resting_until: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Webhook:
    """An endpoint as it is stored."""

    id: UUID
    site_id: UUID
    url: str
    events: tuple[str, ...]
    secret: bytes
    previous_secret: bytes | None
    previous_secret_until: datetime | None
    created_at: datetime
    updated_at: datetime
    disabled_at: datetime | None
    disabled_reason: str | None
    failures: int
    resting_until: datetime | None


_COLUMNS = WebhookRow.__table__.columns

_LOCK = text("SELECT id FROM webhooks WHERE id = ANY(:ids) ORDER BY id FOR NO KEY UPDATE")

_COUNT_FAILURES = text("""
    UPDATE webhooks SET failures = CASE WHEN told.answered THEN 0 ELSE webhooks.failures END + told.failed
    FROM unnest(CAST(:ids AS uuid[]), CAST(:answered AS bool[]), CAST(:failed AS int[])) AS told(id, answered, failed)
    WHERE webhooks.id = told.id AND (told.failed > 0 OR webhooks.failures > 0)
    RETURNING webhooks.id, webhooks.failures
""")

_REST = text("""
    UPDATE webhooks SET resting_until = told.until
    FROM unnest(CAST(:ids AS uuid[]), CAST(:until AS timestamptz[])) AS told(id, until)
    WHERE webhooks.id = told.id
""")


def add_webhook(
    connection: Connection,
    webhook_id: UUID,
    site_id: UUID,
    url: str,
    events: Sequence[str],
    secret: bytes,
    now: datetime,
) -> None:
    """Store an endpoint with its sealed secret."""
    connection.execute(
        insert(WebhookRow).values(
            id=webhook_id,
            site_id=site_id,
            url=url,
            events=list(events),
            secret=secret,
            created_at=now,
            updated_at=now,
        )
    )


def webhook_of(connection: Connection, site_id: UUID, webhook_id: UUID, *, lock: bool = False) -> Webhook | None:
    """Return a site's endpoint, if it has that one; `lock` keeps it as it is until the transaction ends."""
    asked = select(*_COLUMNS).where(_COLUMNS.id == webhook_id, _COLUMNS.site_id == site_id)
    row = connection.execute(asked.with_for_update(key_share=True) if lock else asked).one_or_none()
    return None if row is None else _webhook(row)


def webhooks_of(connection: Connection, site_id: UUID) -> list[Webhook]:
    """Return all endpoints of a site, oldest first."""
    rows = connection.execute(select(*_COLUMNS).where(_COLUMNS.site_id == site_id).order_by(_COLUMNS.id))
    return [_webhook(row) for row in rows]


def webhooks_by_id(connection: Connection, ids: set[UUID]) -> dict[UUID, Webhook]:
    """Those endpoints, by id; those that do not exist are missing."""
    return {row.id: _webhook(row) for row in connection.execute(select(*_COLUMNS).where(_COLUMNS.id.in_(ids)))}


def enabled_webhook_ids(connection: Connection, site_id: UUID | None) -> list[UUID]:
    """Ids of the endpoints that things are sent to: one site's, or all."""
    asked = select(WebhookRow.id).where(WebhookRow.disabled_at.is_(None)).order_by(WebhookRow.id)
    return list(connection.execute(asked if site_id is None else asked.where(WebhookRow.site_id == site_id)).scalars())


def count_webhooks(connection: Connection, site_id: UUID) -> int:
    """How many endpoints a site has."""
    asked = select(func.count()).select_from(WebhookRow).where(WebhookRow.site_id == site_id)
    return connection.execute(asked).scalar_one()


def change_webhook(connection: Connection, webhook_id: UUID, changes: dict[str, Any], now: datetime) -> None:
    """Set columns of an endpoint."""
    connection.execute(update(WebhookRow).where(WebhookRow.id == webhook_id).values(**changes, updated_at=now))


def remove_webhook(connection: Connection, webhook_id: UUID) -> None:
    """Forget an endpoint with its secrets."""
    connection.execute(delete(WebhookRow).where(WebhookRow.id == webhook_id))


def disable_webhook(connection: Connection, webhook_id: UUID, reason: str, now: datetime) -> None:
    """Send an endpoint nothing more, unless that is so already."""
    connection.execute(
        update(WebhookRow)
        .where(WebhookRow.id == webhook_id, WebhookRow.disabled_at.is_(None))
        .values(disabled_at=now, disabled_reason=reason, updated_at=now)
    )


def count_failures(connection: Connection, told: dict[UUID, tuple[bool, int]]) -> dict[UUID, int]:
    """Add up how endpoints fared: whether any attempt was answered well, and how many failed after that.

    Returns the failures in a row of those for which they changed. Locks in the order of ids, so that two deliverers
    cannot wait for each other.
    """
    ids = sorted(told)
    connection.execute(_LOCK, {"ids": ids})
    answered, failed = [told[one][0] for one in ids], [told[one][1] for one in ids]
    rows = connection.execute(_COUNT_FAILURES, {"ids": ids, "answered": answered, "failed": failed})
    return {row.id: row.failures for row in rows}


def let_rest(connection: Connection, until: dict[UUID, datetime | None]) -> None:
    """Leave endpoints alone until a time, or no longer."""
    connection.execute(_REST, {"ids": list(until), "until": list(until.values())})


def _webhook(row: Any) -> Webhook:
    fields: dict[str, Any] = dict(row._mapping)
    return Webhook(**fields | {"events": tuple(row.events)})
