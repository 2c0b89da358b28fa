"""Forgetting: what a policy keeps for a time only goes when that is over. In batches, by the scheduler."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from ombud.pipeline.policy_in_force import PoliciesInForce
from ombud.policy.document import PolicyDocument
from ombud.storage.database import Database, current_time
from ombud.storage.retention import Kept, forget
from ombud.storage.sites import Site, every_site

ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Forgot:
    """What one batch took from one site."""

    site: str
    kind: Kept
    count: int


def kept_for(policy: PolicyDocument) -> dict[Kept, timedelta]:
    """Return how long a policy keeps what it keeps for a time only."""
    told = {kind: getattr(policy.retention, kind.value) for kind in Kept}
    return {kind: duration for kind, duration in told.items() if duration is not None}


def forget_what_is_due(database: Database, policies: PoliciesInForce) -> Iterator[Forgot]:
    """Forget what is due on every site and tell of each batch, which is a transaction of its own."""
    with database.transaction() as connection:
        kept = [(site, kept_for(policies.of(connection, site))) for site in every_site(connection)]
    for site, durations in kept:
        for kind, duration in durations.items():
            for count in _batches(database, site, kind, duration):
                yield Forgot(site.name, kind, count)


def _batches(database: Database, site: Site, kind: Kept, duration: timedelta) -> Iterator[int]:
    count = ROWS_AT_ONCE
    while count == ROWS_AT_ONCE:
        with database.transaction() as connection:
            now = current_time(connection)
            count = forget(connection, site.id, kind, now - duration, ROWS_AT_ONCE, now)
        if count:
            yield count
