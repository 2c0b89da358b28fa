"""Readers' traffic: comments, edits and erasures from several threads."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from tests.reliability.website import Website

THREADS = 4
WRITING_SECONDS = 0.08
"""How long a reader takes over a text, so that a run is long enough for faults to meet it."""


def post_comments(site: Website, count: int, *, label: str = "comment") -> list[str]:
    """Post comments from several threads, every second one with an external id; returns their ids."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda number: _post(site, f"{label} {number}", number), range(count)))


def write_back_and_forth(site: Website, count: int, seed: int) -> None:
    """Post comments; edit some of them, some twice, and erase some."""
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda number: _one_reader(site, number, random.Random(seed * 1_000_000 + number)), range(count)))


def follow_until(site: Website, stop: Event) -> str | None:
    """Read the feed again and again; returns the place that was reached."""
    place = None
    while not stop.wait(0.3):
        place = site.follow_feed(place)
    return place


def _post(site: Website, text: str, number: int) -> str:
    return str(site.post(text, external_id=text if number % 2 else None)["id"])


def _one_reader(site: Website, number: int, chance: random.Random) -> None:
    Event().wait(chance.uniform(0, 2 * WRITING_SECONDS))
    comment_id = _post(site, f"reader {number} writes", number)
    revision = 1
    while chance.random() < 0.25:
        revision += 1
        site.edit(comment_id, f"reader {number} writes again, revision {revision}")
    if chance.random() < 0.05:
        site.erase(comment_id)
