"""Readers' traffic: comments, edits and erasures from several threads."""

import random
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

from tests.reliability.website import Website

THREADS = 4


def post_comments(site: Website, count: int, *, label: str = "comment") -> list[str]:
    """Post comments from several threads, every second one with an external id; returns their ids."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda number: _post(site, f"{label} {number}", number), range(count)))


def write_back_and_forth(site: Website, count: int, seed: int) -> None:
    """Post comments; edit some of them, some twice, and erase some."""
    with ThreadPoolExecutor(THREADS) as pool:
        for done in pool.map(lambda number: _one_reader(site, number, random.Random(seed * 1_000_000 + number)), range(count)):
            assert done


def _post(site: Website, text: str, number: int) -> str:
    return str(site.post(text, external_id=text if number % 2 else None)["id"])


def _one_reader(site: Website, number: int, chance: random.Random) -> bool:
    comment_id = _post(site, f"reader {number} writes", number)
    revision = 1
    while chance.random() < 0.25:
        revision += 1
        site.edit(comment_id, f"reader {number} writes again, revision {revision}")
    if chance.random() < 0.05:
        site.erase(comment_id)
    return True
