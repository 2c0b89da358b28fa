"""Noticing that this worker no longer hears doorbells, and ending it for its supervisor to start anew.

Celery and kombu have had many ways to stay alive and consume nothing after Redis restarted (celery#8091, #9191, #10096;
one more is described in `celery_app`). This thread trusts neither: where rings wait in our queues, no child is at work
and none has begun anything for half a minute, the process is of no use.
"""

import os
from collections.abc import Sequence
from threading import Thread
from time import monotonic, sleep

import structlog
from celery.worker import state
from redis import Redis, RedisError

log = structlog.get_logger(__name__)

PATIENCE_SECONDS = 30.0
LOOKS_PER_PATIENCE = 6
EXIT_CODE = 70  # EX_SOFTWARE


def watch(redis_url: str, queues: Sequence[str]) -> None:
    """Watch from a thread of the worker's main process, for as long as that lives."""
    redis = Redis.from_url(redis_url, socket_timeout=2, socket_connect_timeout=2)
    Thread(target=_watch, args=(redis, queues), name="deafness", daemon=True).start()


def _watch(redis: Redis, queues: Sequence[str]) -> None:
    heard, since = _heard(), monotonic()
    while True:
        sleep(PATIENCE_SECONDS / LOOKS_PER_PATIENCE)
        if _heard() != heard or state.active_requests or not _rings_wait(redis, queues):
            heard, since = _heard(), monotonic()
        elif monotonic() - since > PATIENCE_SECONDS:
            log.critical("worker_is_deaf", seconds=round(monotonic() - since))
            os._exit(EXIT_CODE)  # a clean stop would ask the very loop that hangs; no child holds a lease


def _heard() -> int:
    return int(state.all_total_count[0])


def _rings_wait(redis: Redis, queues: Sequence[str]) -> bool:
    try:
        return any(redis.llen(queue) for queue in queues)
    except (RedisError, OSError):
        return False
