"""Claims: each job to one worker, the sites in turn, and at a cost that does not grow with the backlog."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, text

from ombud.domain.ids import new_id
from ombud.domain.jobs import Lane, Lease
from ombud.storage import jobs
from ombud.storage.database import Database, current_time

MOST = 64
LEASE = timedelta(seconds=60)


def test_eight_claimers_take_two_thousand_jobs_once_each(database: Database) -> None:
    _add_jobs(database, {new_id(): 500 for _ in range(4)})

    def claim_all(_: int) -> list[Lease]:
        taken: list[Lease] = []
        while leases := _claim(database):
            taken += leases
        return taken

    with ThreadPoolExecutor(8) as pool:
        taken = [lease.comment_id for leases in pool.map(claim_all, range(8)) for lease in leases]
    # Whoever finds the rest locked by others stops early, so that one more look may be needed: as with a doorbell.
    taken += [lease.comment_id for lease in claim_all(0)]
    assert len(taken) == len(set(taken)) == 2000


def test_claimers_and_expirers_together_give_each_lease_to_one(database: Database) -> None:
    """Leases run out at once here; whatever is finished was finished by the holder of the latest one."""
    _add_jobs(database, {new_id(): 300})

    def work(_: int) -> Counter[UUID]:
        finished: Counter[UUID] = Counter()
        for alone in [False, True] * 150:
            leases = _claim(database, alone=alone, lease=timedelta(milliseconds=5))
            with database.transaction() as connection:
                jobs.expire_leases(connection, current_time(connection))
            if leases:
                with database.transaction() as connection:
                    finished.update(jobs.finish_jobs(connection, leases).keys())
        return finished

    with ThreadPoolExecutor(6) as pool:
        finished = sum(pool.map(work, range(6)), Counter[UUID]())
    assert max(finished.values(), default=0) <= 1
    with database.transaction() as connection:
        left = connection.execute(text("SELECT count(*) FROM jobs")).scalar_one()
    assert len(finished) + left == 300


def test_a_claim_shares_its_places_between_the_sites(database: Database) -> None:
    flooding, quiet, other = (new_id() for _ in range(3))
    _add_jobs(database, {flooding: 3000})
    _add_jobs(database, {quiet: 5, other: 40})
    first = _sites(database, _claim(database))
    assert first[quiet] == 5
    assert first[other] == 22
    assert first[flooding] <= 22 + MOST - sum((22, 22, 5))
    second = _sites(database, _claim(database))
    assert second[other] == 18


def test_every_site_has_its_turn_when_there_are_more_sites_than_places(database: Database) -> None:
    sites = [new_id() for _ in range(100)]
    _add_jobs(database, dict.fromkeys(sites, 3))
    both = [*_claim(database), *_claim(database)]
    assert _sites(database, both).keys() == set(sites)


def test_a_batch_closes_when_its_tokens_are_reached(database: Database) -> None:
    _add_jobs(database, {new_id(): 50}, tokens=100)
    assert len(_claim(database, tokens=1000)) == 10


def test_a_text_larger_than_the_whole_batch_is_claimed_nevertheless(database: Database) -> None:
    _add_jobs(database, {new_id(): 3}, tokens=100_000)
    assert len(_claim(database, tokens=1000)) == 1


@pytest.mark.parametrize("plan", ["force_custom_plan", "force_generic_plan"])
@pytest.mark.parametrize("analysed", [True, False], ids=["with statistics", "without statistics"])
def test_the_cost_of_a_claim_does_not_grow_with_the_backlog(database: Database, plan: str, analysed: bool) -> None:
    read = {}
    for backlog in (600, 30_000):
        with database.transaction() as connection:
            connection.execute(text("TRUNCATE jobs"))
        _add_jobs(database, {new_id(): backlog // 3 for _ in range(3)})
        if analysed:
            with database.statement() as connection:
                connection.execute(text("VACUUM ANALYZE jobs"))
        with database.transaction() as connection:
            scans = list(_scans_of_jobs(_explain_claim(connection, plan)))
            connection.rollback()
        read[backlog] = sum(_rows_read(scan) for scan in scans)
    assert scans
    assert "Seq Scan" not in {scan["Node Type"] for scan in scans}, scans
    assert read[30_000] <= 1.5 * read[600] + 10
    assert read[30_000] < 6 * MOST


def _rows_read(node: dict[str, Any]) -> int:
    return int((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"])


def _scans_of_jobs(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if node.get("Relation Name") == "jobs" and node["Node Type"] != "ModifyTable":
        yield node
    for child in node.get("Plans", ()):
        yield from _scans_of_jobs(child)


def _explain_claim(connection: Connection, plan: str) -> dict[str, Any]:
    """Run one claim as it is prepared on the server, and return its plan with what it read."""
    arguments = {
        "lane": ("text", "'live'"),
        "alone": ("boolean", "false"),
        "most": ("int", str(MOST)),
        "tokens": ("int", "4096"),
        "now": ("timestamptz", "now()"),
        "until": ("timestamptz", "now() + interval '1 minute'"),
        "token": ("uuid", f"'{new_id()}'"),
    }
    statement = jobs._CLAIM.text
    for number, name in enumerate(arguments, start=1):
        statement = re.sub(rf"(?<!:):{name}\b", f"${number}", statement)
    types = ", ".join(type_ for type_, _ in arguments.values())
    values = ", ".join(value for _, value in arguments.values())
    raw = connection.exec_driver_sql
    raw(f"SET LOCAL plan_cache_mode = {plan}")
    raw("DEALLOCATE ALL")
    raw(f"PREPARE claim({types}) AS {statement}")
    document = raw(f"EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE claim({values})").scalar_one()
    [explained] = json.loads(document) if isinstance(document, str) else document
    found: dict[str, Any] = explained["Plan"]
    return found


def _claim(database: Database, *, alone: bool = False, tokens: int = 4096, lease: timedelta = LEASE) -> Sequence[Lease]:
    with database.transaction() as connection:
        now = current_time(connection)
        return jobs.claim_jobs(
            connection, Lane.LIVE, alone=alone, most=1 if alone else MOST, tokens=tokens, now=now, until=now + lease
        )


def _sites(database: Database, leases: Sequence[Lease]) -> Counter[UUID]:
    with database.transaction() as connection:
        rows = connection.execute(
            text("SELECT site_id FROM jobs WHERE comment_id = ANY(:ids)"), {"ids": [one.comment_id for one in leases]}
        )
        return Counter(rows.scalars())


def _add_jobs(database: Database, counts: dict[UUID, int], *, tokens: int = 5) -> None:
    """Add due jobs, as if comments had come in evenly over the last minutes."""
    add = text("""
        INSERT INTO jobs (comment_id, site_id, revision, lane, cause, tokens, due_at, waiting_since)
        SELECT gen_random_uuid(), :site, 1, 'live', 'first', :tokens, at, at
        FROM generate_series(1, :count) AS n, LATERAL (SELECT now() - n * interval '10 milliseconds' AS at) AS t
    """)
    with database.transaction() as connection:
        for site, count in counts.items():
            connection.execute(add, {"site": site, "tokens": tokens, "count": count})
