"""Exporting statements of reasons in the transparency database's format, with nothing personal in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from ombud.domain.dsa_format import FREE_TEXTS, as_transparency_record, faults
from ombud.domain.ids import first_id_at
from ombud.domain.personal_data import personal_data_in
from ombud.pipeline.policy_in_force import PoliciesInForce
from ombud.pipeline.state_reasons import state_reasons
from ombud.policy.document import PolicyDocument
from ombud.storage.database import Database
from ombud.storage.rejections import Rejection, rejections_since
from ombud.storage.sites import Site

ROWS_AT_ONCE = 500
CLOCK_SKEW = timedelta(minutes=10)
"""Ids are made by other clocks than the times beside them; so far apart they can be."""


@dataclass(frozen=True, slots=True)
class Exported:
    """One statement of reasons. Where there are `faults`, it may not go out."""

    record: dict[str, Any]
    faults: tuple[str, ...]


def export_statements(database: Database, site: Site, policies: PoliciesInForce, since: datetime) -> Iterator[Exported]:
    """Return a statement for each rejection on a site since a time, oldest first, read a page at a time.

    Rejections by test keys, of imported history and upon appeal are left out: they restrict nothing anew.
    """
    after = first_id_at(since - CLOCK_SKEW)
    while True:
        with database.transaction() as connection:
            page = rejections_since(connection, site.id, since, after, ROWS_AT_ONCE)
            told = [(one, _policy(connection, site, policies, one)) for one in page]
        yield from (exported(one, policy) for one, policy in told)
        if len(page) < ROWS_AT_ONCE:
            return
        after = page[-1].decision_id


def exported(rejection: Rejection, policy: PolicyDocument) -> Exported:
    """Make the record of a rejection and say what is wrong with it: by the format's rules, and as personal data."""
    record = as_transparency_record(state_reasons(rejection, policy, language="en", appeal_until=None))
    personal = personal_data_in(
        (record[name] for name in FREE_TEXTS if name in record),
        names=[name for name in (rejection.author_id, rejection.author_name) if name],
        written=[rejection.text] if rejection.text else [],
    )
    return Exported(record, (*faults(record), *(f"it holds {what}" for what in personal)))


def _policy(connection: Connection, site: Site, policies: PoliciesInForce, rejection: Rejection) -> PolicyDocument:
    """Return the policy that a decision was taken by; for a person's, the one in force."""
    if rejection.policy_version is None:
        return policies.of(connection, site)
    return policies.version(connection, site, rejection.policy_version)
