"""Rate limits for each key and each author, counted in Redis for all processes together.

A request never waits long for Redis, and where that does not answer, each process counts for itself. So a limit may be
exceeded while Redis is away, and no request fails for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from time import time

from redis import RedisError

from ombud.messaging.impatient import ImpatientRedis

_COUNT = """
    local counts = {}
    for place, key in ipairs(KEYS) do
        counts[place] = redis.call('INCR', key)
        if counts[place] == 1 then redis.call('EXPIRE', key, ARGV[place]) end
    end
    return counts
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `quota` requests in each window of `seconds` by one `subject`."""

    name: str
    subject: str
    quota: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Usage:
    """What is left of a limit, and when its window ends."""

    limit: Limit
    remaining: int
    resets_in: int

    @property
    def exceeded(self) -> bool:
        """Whether this request was one too many."""
        return self.remaining < 0


class RateLimiter:
    """Counts requests in fixed windows."""

    def __init__(self, redis_url: str | None) -> None:
        self._redis = ImpatientRedis(redis_url, without="rate_limits_counted_locally") if redis_url else None
        self._count = self._redis.redis.register_script(_COUNT) if self._redis else None
        self._local: dict[str, int] = {}
        self._local_window = 0
        self._lock = Lock()

    def count(self, limits: Sequence[Limit]) -> list[Usage]:
        """Count one request against each limit, in one round trip."""
        now = time()
        keys = [_key(limit, now) for limit in limits]
        counts = self._count_in_redis(keys, limits)
        if counts is None:
            counts = self._count_here(keys, int(now) // 60)
        return [
            Usage(limit, limit.quota - count, limit.seconds - int(now) % limit.seconds)
            for limit, count in zip(limits, counts, strict=True)
        ]

    def reaches_redis(self) -> bool:
        """Whether Redis answers just now."""
        if self._redis is None:
            return False
        try:
            return bool(self._redis.redis.ping())
        except (RedisError, OSError):
            return False

    def _count_in_redis(self, keys: Sequence[str], limits: Sequence[Limit]) -> list[int] | None:
        if self._redis is None or self._count is None:
            return None
        count = self._count
        counts: list[int] | None = self._redis.ask(
            lambda _: count(keys=keys, args=[limit.seconds + 1 for limit in limits])
        )
        return counts

    def _count_here(self, keys: Sequence[str], window: int) -> list[int]:
        with self._lock:
            if window != self._local_window:
                self._local, self._local_window = {}, window
            for key in keys:
                self._local[key] = self._local.get(key, 0) + 1
            return [self._local[key] for key in keys]


def _key(limit: Limit, now: float) -> str:
    subject = sha256(limit.subject.encode("utf-8", "surrogatepass")).hexdigest()[:20]
    return f"ombud:limit:{limit.name}:{subject}:{int(now) // limit.seconds}"
