"""The feed under concurrent writers: no gap, and whoever follows `after` misses nothing."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event as Flag
from uuid import UUID

import pytest
from sqlalchemy import text

from ombud.domain.events import EventType, NewEvent
from ombud.domain.ids import new_id
from ombud.storage.database import Database, current_time
from ombud.storage.feed import append_events, events_after
from ombud.storage.sites import add_site

WRITERS, TRANSACTIONS = 6, 40


@pytest.fixture
def sites(database: Database) -> list[UUID]:
    with database.transaction() as connection:
        return [add_site(connection, name, current_time(connection)).id for name in ("one", "two", "three")]


def test_a_follower_of_the_feed_misses_nothing_and_sees_positions_without_gaps(
    database: Database, sites: list[UUID]
) -> None:
    written = Flag()

    def follow(site: UUID) -> list[int]:
        seen: list[int] = []
        while True:
            last_look = written.is_set()
            with database.transaction() as connection:
                events = events_after(connection, site, seen[-1] if seen else 0, 50)
            seen += [event.position for event in events]
            if last_look and not events:
                return seen

    with ThreadPoolExecutor(WRITERS + 2 * len(sites)) as pool:
        followers = [(site, pool.submit(follow, site)) for site in (*sites, *sites)]
        list(pool.map(lambda number: _write(database, sites, number), range(WRITERS)))
        written.set()
        seen = [(site, follower.result()) for site, follower in followers]
    for site, positions in seen:
        with database.transaction() as connection:
            stored = connection.execute(text("SELECT count(*) FROM events WHERE site_id = :id"), {"id": site})
            assert positions == list(range(1, stored.scalar_one() + 1))


def test_a_transaction_that_is_rolled_back_leaves_no_gap(database: Database, sites: list[UUID]) -> None:
    site = sites[0]
    for gives_up in (False, True, False):
        with database.transaction() as connection:
            append_events(connection, {site: [_event(), _event()]}, current_time(connection))
            if gives_up:
                connection.rollback()
    with database.transaction() as connection:
        assert [event.position for event in events_after(connection, site, 0, 10)] == [1, 2, 3, 4]


def _write(database: Database, sites: list[UUID], writer: int) -> None:
    """Write to several sites at once, named in another order by each writer: nobody may wait for another in a ring."""
    for number in range(TRANSACTIONS):
        order = sites[writer % 3 :] + sites[: writer % 3]
        events = {site: [_event() for _ in range(1 + (writer + number) % 3)] for site in order}
        with database.transaction() as connection:
            append_events(connection, events, current_time(connection))
            if number % 7 == 0:
                connection.rollback()


def _event() -> NewEvent:
    return NewEvent(new_id(), new_id(), 1, EventType.COMMENT_DECIDED, {})
