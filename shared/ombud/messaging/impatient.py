"""Asking Redis without waiting for it: for what is better done without than late.

50 ms for an answer, and after a failure it is left alone for a second.
"""

from collections.abc import Callable
from time import monotonic
from typing import TypeVar

import structlog
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

log = structlog.get_logger(__name__)

PATIENCE_SECONDS = 0.05
RESTING_SECONDS = 1.0

Answer = TypeVar("Answer")


class ImpatientRedis:
    """A Redis that may be away. Any number of threads may ask at once."""

    def __init__(self, redis_url: str, *, without: str, patience: float = PATIENCE_SECONDS) -> None:
        """Connect with the first question. `without` names the event that is logged where one stays unanswered."""
        self.redis = Redis.from_url(
            redis_url,
            socket_timeout=patience,
            socket_connect_timeout=patience,
            retry=Retry(NoBackoff(), 0),
            max_connections=64,
        )
        self._without = without
        self._resting_until = 0.0

    def ask(self, question: Callable[[Redis], Answer]) -> Answer | None:
        """Ask, or return None where there is no answer in time, or was none a moment ago."""
        if monotonic() < self._resting_until:
            return None
        try:
            return question(self.redis)
        except (RedisError, OSError) as error:
            self._resting_until = monotonic() + RESTING_SECONDS
            log.warning(self._without, error=type(error).__name__)
            return None
