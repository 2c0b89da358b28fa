"""When readers write: little at night, most at lunch and in the evening, and all at once when news breaks."""

import random
from bisect import bisect
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate
from typing import Final

DAYS: Final = 30
SURGE_DAYS_AGO: Final = 9
SURGE_STARTS_AT: Final = time(18, 0, tzinfo=UTC)
SURGE_FACTOR: Final = 8

_HOURS: Final = (4, 2, 1, 1, 1, 3, 8, 16, 20, 19, 18, 22, 34, 36, 24, 20, 21, 26, 34, 42, 44, 38, 24, 11)
"""How much is written in each hour of the day (UTC), as weights."""
_WEEKEND: Final = 0.85
_QUIET_DAYS: Final = 16
_QUIET: Final = 0.7
"""Before the news from Lethia, `_QUIET_DAYS` and more ago, readers write less."""


def surge_window(now: datetime) -> tuple[datetime, datetime]:
    """Return the hour of the breaking story in a newsroom made at `now`."""
    start = datetime.combine(now.astimezone(UTC).date() - timedelta(days=SURGE_DAYS_AGO), SURGE_STARTS_AT)
    return start, start + timedelta(hours=1)


def _weight(hour: datetime, surge: tuple[datetime, datetime]) -> float:
    weight = _HOURS[hour.hour] * (_WEEKEND if hour.weekday() >= 5 else 1.0)
    if surge[0] - hour > timedelta(days=_QUIET_DAYS - SURGE_DAYS_AGO):
        weight *= _QUIET
    return weight * SURGE_FACTOR if hour == surge[0] else weight


def moments(count: int, now: datetime, rng: random.Random) -> list[datetime]:
    """`count` moments of the thirty days before `now` in order, as readers' comments would fall."""
    end = now.astimezone(UTC)
    start = end - timedelta(days=DAYS)
    first = start.replace(minute=0, second=0, microsecond=0)
    hours = [first + timedelta(hours=step) for step in range(DAYS * 24 + 1)]
    surge = surge_window(now)
    heights = list(accumulate(_weight(hour, surge) for hour in hours))
    found: list[datetime] = []
    while len(found) < count:
        hour = hours[bisect(heights, rng.random() * heights[-1])]
        moment = hour + timedelta(milliseconds=rng.randrange(3_600_000))
        if start <= moment < end:
            found.append(moment)
    return sorted(found)
