"""What the cascade of each site has let through, sampled and missed, and whether that turned it off."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Connection, ForeignKey, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from ombud.domain.cascade import Tally
from ombud.storage.schema import Base, one_line
from ombud.storage.sites import SiteRow


class CascadeRow(Base):
    """The counts of one site, since its screen was set or somebody turned the cascade on again."""

    __tablename__ = "cascades"

    site_id: Mapped[UUID] = mapped_column(ForeignKey(SiteRow.id), primary_key=True)
    screen: Mapped[str]
    screened: Mapped[int] = mapped_column(BigInteger)
    sampled: Mapped[int] = mapped_column(BigInteger)
    missed: Mapped[int] = mapped_column(BigInteger)
    caught: Mapped[int] = mapped_column(BigInteger)
    since: Mapped[datetime]
    off_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class CascadeState:
    """One site's cascade. `screen` is the version of the screen that was counted; `off_at` is set where it is off."""

    site_id: UUID
    site: str
    screen: str
    tally: Tally
    since: datetime
    off_at: datetime | None


_COUNTS = (CascadeRow.screened, CascadeRow.sampled, CascadeRow.missed, CascadeRow.caught)

_ADD = one_line("""
    INSERT INTO cascades AS known (site_id, screen, screened, sampled, missed, caught, since)
    VALUES (:site_id, :screen, :screened, :sampled, :missed, :caught, :now)
    ON CONFLICT (site_id) DO UPDATE SET
        screened = excluded.screened + CASE WHEN known.screen = excluded.screen THEN known.screened ELSE 0 END,
        sampled = excluded.sampled + CASE WHEN known.screen = excluded.screen THEN known.sampled ELSE 0 END,
        missed = excluded.missed + CASE WHEN known.screen = excluded.screen THEN known.missed ELSE 0 END,
        caught = excluded.caught + CASE WHEN known.screen = excluded.screen THEN known.caught ELSE 0 END,
        since = CASE WHEN known.screen = excluded.screen THEN known.since ELSE excluded.since END,
        screen = excluded.screen
    RETURNING screened, sampled, missed, caught
""")


def add_tallies(connection: Connection, screen: str, tallies: Mapping[UUID, Tally], now: datetime) -> dict[UUID, Tally]:
    """Add to the counts of sites, in one order for everybody; returns what each has then.

    Another screen's counts say nothing of this one, so with a new screen counting begins anew. Off stays off.
    """
    counted: dict[UUID, Tally] = {}
    for site_id in sorted(tallies):
        told = {"site_id": site_id, "screen": screen, "now": now, **asdict(tallies[site_id])}
        counted[site_id] = Tally(*connection.execute(_ADD, told).one())
    return counted


def turn_cascades_off(connection: Connection, site_ids: Collection[UUID], now: datetime) -> list[UUID]:
    """Turn the cascades of sites off, until somebody turns them on again; returns those that were on."""
    off = update(CascadeRow).where(CascadeRow.site_id.in_(site_ids), CascadeRow.off_at.is_(None)).values(off_at=now)
    return list(connection.execute(off.returning(CascadeRow.site_id)).scalars())


def turn_cascade_on(connection: Connection, site_id: UUID) -> None:
    """Let the cascade of a site begin anew, where its policy has one: what was counted before no longer counts."""
    connection.execute(delete(CascadeRow).where(CascadeRow.site_id == site_id))


def sites_with_cascade_off(connection: Connection, site_ids: Collection[UUID]) -> set[UUID]:
    """Return those of some sites whose cascade was turned off."""
    off = select(CascadeRow.site_id).where(CascadeRow.site_id.in_(site_ids), CascadeRow.off_at.is_not(None))
    return set(connection.execute(off).scalars())


def cascade_states(connection: Connection, site_id: UUID | None = None) -> list[CascadeState]:
    """Return every site's cascade that was counted, by the site's name; only one site's where it is told.

    The figure `ombud_cascade_missed_ratio` is `ombud.domain.cascade.missed_share` of its tally.
    """
    asked = select(CascadeRow.site_id, SiteRow.name, CascadeRow.screen, CascadeRow.since, CascadeRow.off_at, *_COUNTS)
    asked = asked.join(SiteRow, SiteRow.id == CascadeRow.site_id).order_by(SiteRow.name)
    rows = connection.execute(asked if site_id is None else asked.where(CascadeRow.site_id == site_id))
    return [CascadeState(row[0], row[1], row[2], Tally(*row[5:]), row[3], row[4]) for row in rows]
