"""Watching cascades: counting what they let through and miss, and turning off one that misses too much."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import Connection

from ombud.domain.cascade import Tally, missed_share, misses_too_much
from ombud.domain.decision import Judgement
from ombud.pipeline.screen import tally
from ombud.scoring.cascade import Screen
from ombud.storage.cascades import add_tallies, turn_cascades_off

log = structlog.get_logger(__name__)


def tallies(judgements: Sequence[tuple[UUID, Judgement]]) -> dict[UUID, Tally]:
    """Count recorded judgements by site; a site where nothing is to be counted is missing."""
    counted: dict[UUID, Tally] = {}
    for site_id, judgement in judgements:
        found = tally(judgement)
        if found != Tally():
            counted[site_id] = counted.get(site_id, Tally()) + found
    return counted


def watch_cascade(connection: Connection, screen: Screen, counted: Mapping[UUID, Tally], now: datetime) -> list[UUID]:
    """Add to the counts, and turn off the cascade of every site where it misses too much; returns those sites.

    With the next claim their comments are all scored in full, until somebody turns the cascade on again.
    """
    totals = add_tallies(connection, screen.version, counted, now)
    allowed = screen.fit.allowed_miss
    failing = [site_id for site_id, total in totals.items() if misses_too_much(total, allowed)]
    off = turn_cascades_off(connection, failing, now) if failing else []
    for site_id in off:
        found = missed_share(totals[site_id])
        log.error("cascade_turned_off", site_id=str(site_id), missed=str(found), allowed=f"{allowed:.2%}")
    return off
