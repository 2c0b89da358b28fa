"""PostgreSQL is stopped as by a power cut and started again; everybody recovers without being restarted."""

import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests.length import PROVE
from tests.reliability.checker import check
from tests.reliability.child import eventually
from tests.reliability.stack import Stack
from tests.reliability.traffic import post_comments
from tests.reliability.website import Website

BACK_WITHIN_SECONDS = 15.0


@pytest.mark.parametrize("outage", [0.3, 30.0 if PROVE else 2.0])
def test_everybody_recovers_when_the_database_is_back(stack: Stack, site: Website, outage: float) -> None:
    others = (stack.api, stack.worker, stack.scheduler)
    pids = [child.pid for child in others]
    logged = [child.log_size() for child in others]
    with ThreadPoolExecutor(1) as pool:
        traffic = pool.submit(post_comments, site, 150)
        time.sleep(0.2)
        stack.postgres.kill()
        until = time.monotonic() + outage
        refused = site.ask("POST", "/v1/comments", {"text": "now", "article": {"id": "a"}, "author": {"id": "u"}})
        time.sleep(max(0.0, until - time.monotonic()))
        stack.postgres.start()
        traffic.result()
    assert refused.status == 503
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.headers["Retry-After"]
    assert refused.body["type"] == "/problems/unavailable"
    assert stack.drain(site.site_id, BACK_WITHIN_SECONDS), f"{stack.waiting(site.site_id)} still wait"
    found = check(stack.rows, site.site_id, site.journal)
    assert not found.kinds(), found
    assert [child.pid for child in others] == pids
    assert all(child.runs() for child in others)
    for child, size in zip(others, logged, strict=True):  # said in a word, not with a traceback for each attempt
        assert "ombud.domain.errors" not in child.log_from(size), child.log_from(size)[-3000:]


def test_a_backend_that_is_killed_takes_nothing_with_it(stack: Stack, site: Website) -> None:
    """The postmaster then ends all other connections too, and recovers."""
    with ThreadPoolExecutor(1) as pool:
        traffic = pool.submit(post_comments, site, 100)
        for _ in range(3):
            assert eventually(lambda: _kill_a_backend(stack))
            time.sleep(0.3)
        traffic.result()
    assert stack.drain(site.site_id, BACK_WITHIN_SECONDS)
    found = check(stack.rows, site.site_id, site.journal)
    assert not found.kinds(), found


def _kill_a_backend(stack: Stack) -> bool:
    """Kill one that serves the API, a worker or the scheduler; False where there is none just now."""
    ours = "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'ombud-%%' ORDER BY random() LIMIT 1"
    try:
        pids = {row["pid"] for row in stack.rows(ours)}
    except psycopg.OperationalError:  # it still recovers from the one before
        return False
    for backend in stack.postgres.offspring():
        if backend.pid in pids:
            backend.kill()
            return True
    return False
