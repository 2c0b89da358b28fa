"""The worker with one thing changed, as a program: `altered_worker.py without_compare_and_set`, `slow` or `deaf`."""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from kombu.transport import redis
from sqlalchemy import Connection, text

from ombud.domain.jobs import Lane, Lease
from ombud.domain.scores import TextScores
from ombud.pipeline import record
from ombud.scoring.deterministic import DeterministicEngine
from ombud.settings import load_settings
from ombud_worker import deafness
from ombud_worker.run import run_worker
from ombud_worker.tasks import moderate

SECONDS_PER_TEXT = 0.008


def without_compare_and_set() -> None:
    """Let every outcome count, whatever became of its lease and its comment meanwhile."""

    def finish_jobs(connection: Connection, leases: Sequence[Lease]) -> dict[UUID, str]:
        ids = [lease.comment_id for lease in leases]
        connection.execute(text("DELETE FROM jobs WHERE comment_id = ANY(:ids)"), {"ids": ids})
        return dict.fromkeys(ids, "first")

    record.finish_jobs = finish_jobs  # type: ignore[attr-defined]


def slow() -> None:
    """Score as slowly as a real model, without its appetite for processors, in tasks that end within seconds."""
    at_once = DeterministicEngine.score

    def score(self: DeterministicEngine, texts: Sequence[str]) -> list[TextScores]:
        time.sleep(SECONDS_PER_TEXT * len(texts))
        return at_once(self, texts)

    DeterministicEngine.score = score  # type: ignore[method-assign]
    moderate.LONGEST_SECONDS = 1.0


def deaf() -> None:
    """Never ask for a doorbell, as a consumer that hangs."""
    redis.Channel._brpop_start = lambda *_, **__: None  # type: ignore[method-assign]
    deafness.PATIENCE_SECONDS = 2.0


ALTERATIONS: Mapping[str, Callable[[], None]] = {
    "without_compare_and_set": without_compare_and_set,
    "slow": slow,
    "deaf": deaf,
}

if __name__ == "__main__":
    ALTERATIONS[sys.argv[1]]()
    run_worker(load_settings(), list(Lane))
