"""What is kept of a site's cascade."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from ombud.domain.cascade import Tally
from ombud.storage.cascades import (
    add_tallies,
    cascade_states,
    sites_with_cascade_off,
    turn_cascade_on,
    turn_cascades_off,
)
from ombud.storage.database import Database
from ombud.storage.sites import add_site

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def two_sites(database: Database) -> tuple[UUID, UUID]:
    with database.transaction() as connection:
        return add_site(connection, "anchor", NOW).id, add_site(connection, "beacon", NOW).id


def test_counts_add_up_for_each_site(database: Database) -> None:
    one, other = two_sites(database)
    with database.transaction() as connection:
        add_tallies(connection, "s1", {one: Tally(5, 1, 0, 2), other: Tally(1)}, NOW)
        totals = add_tallies(connection, "s1", {one: Tally(1, 1, 1, 1)}, LATER)
        states = cascade_states(connection)
    assert totals == {one: Tally(6, 2, 1, 3)}
    assert [(state.site, state.tally, state.since) for state in states] == [
        ("anchor", Tally(6, 2, 1, 3), NOW),
        ("beacon", Tally(1), NOW),
    ]


def test_with_another_screen_counting_begins_anew_and_off_stays_off(database: Database) -> None:
    one, _ = two_sites(database)
    with database.transaction() as connection:
        add_tallies(connection, "s1", {one: Tally(5, 1, 1, 2)}, NOW)
        assert turn_cascades_off(connection, [one], NOW) == [one]
        add_tallies(connection, "s2", {one: Tally(screened=3)}, LATER)
        [state] = cascade_states(connection, one)
    assert (state.screen, state.tally, state.since, state.off_at) == ("s2", Tally(screened=3), LATER, NOW)


def test_a_cascade_goes_off_once_and_comes_on_with_its_counts_at_nothing(database: Database) -> None:
    one, other = two_sites(database)
    with database.transaction() as connection:
        add_tallies(connection, "s1", {one: Tally(5), other: Tally(5)}, NOW)
        assert turn_cascades_off(connection, [one], NOW) == [one]
        assert turn_cascades_off(connection, [one], LATER) == []
        assert sites_with_cascade_off(connection, {one, other}) == {one}
        turn_cascade_on(connection, one)
        assert sites_with_cascade_off(connection, {one, other}) == set()
        assert [state.site for state in cascade_states(connection)] == ["beacon"]
