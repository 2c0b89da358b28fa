"""Processes are killed at random while readers write, and still: nothing lost, one decision for each revision."""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from tests.length import PROVE
from tests.reliability.checker import check
from tests.reliability.findings import Findings
from tests.reliability.killer import RandomKiller
from tests.reliability.stack import Stack
from tests.reliability.traffic import follow_until, write_back_and_forth
from tests.reliability.website import Website

SEED = int(os.environ.get("OMBUD_TEST_SEED", "20261123"))


@pytest.mark.parametrize("seed", [SEED + more for more in range(3 if PROVE else 1)])
def test_random_kills_lose_nothing_and_double_nothing(stack: Stack, told_site: Website, seed: int) -> None:
    killer = RandomKiller(stack, seed, least=0.4, most=2.5 if PROVE else 1.0)
    found = _write_while_killing(stack, told_site, comments=2000 if PROVE else 300, killer=killer)
    assert not found.kinds(), f"seed {seed}: {found}"


def _write_while_killing(stack: Stack, site: Website, *, comments: int, killer: RandomKiller) -> Findings:
    written = Event()
    with ThreadPoolExecutor(2) as pool:
        traffic = pool.submit(write_back_and_forth, site, comments, SEED)
        traffic.add_done_callback(lambda _: written.set())
        follower = pool.submit(follow_until, site, written)
        killer.kill_while(lambda: not written.is_set())
        place = follower.result()
        traffic.result()
    print(f"kills: {dict(killer.kills)}, refused: {site.journal.refused}")  # noqa: T201  for whoever looks at a failure
    stack.heal()
    assert stack.drain_supervised(site.site_id, 60), f"{stack.waiting(site.site_id)} wait. {stack.worker.tail()}"
    site.follow_feed(place)
    return check(stack.rows, site.site_id, site.journal)
