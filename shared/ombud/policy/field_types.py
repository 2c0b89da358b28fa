"""Types of the policy file's fields: names, scores, durations, clock times and time zones."""

import re
from collections.abc import Mapping
from datetime import time, timedelta
from types import MappingProxyType
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

LONGEST_DURATION = timedelta(days=3653)

_DURATION = re.compile(r"(\d{1,9}) ?([smhdw])")
_UNITS: Mapping[str, timedelta] = MappingProxyType(
    {
        "s": timedelta(seconds=1),
        "m": timedelta(minutes=1),
        "h": timedelta(hours=1),
        "d": timedelta(days=1),
        "w": timedelta(weeks=1),
    }
)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


class Part(BaseModel):
    """A part of the policy file: frozen, and a key that it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _duration(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("a duration is a whole number and a unit (s, m, h, d or w), such as 30m, 8h or 14d")
    count, unit = int(found[1]), _UNITS[found[2]]
    if not 0 < count <= LONGEST_DURATION // unit:
        raise ValueError(f"a duration is longer than nothing and at most {LONGEST_DURATION.days} days")
    return count * unit


def _clock_time(value: object) -> time:
    if isinstance(value, time):
        return value
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        hint = "; YAML reads it as a number unless it is in quotes" if isinstance(value, int) else ""
        raise ValueError(f'a time of day is written "08:00", from "00:00" to "23:59"{hint}')
    return time(int(found[1]), int(found[2]))


def _zone(value: object) -> ZoneInfo:
    if isinstance(value, ZoneInfo):
        return value
    try:
        return ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a name that is a folder of the database
        raise ValueError("there is no such time zone; they are named like Europe/London") from None


def _not_a_truth(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("YAML reads no, off, on and yes as true or false; write the word in quotes")  # noqa: TRY004
    return value


def _switch(value: object) -> object:
    if value in ("on", "off"):
        return value == "on"
    if not isinstance(value, bool):
        raise ValueError("is written on or off")  # noqa: TRY004  Pydantic tells no other
    return value


Score = Annotated[float, Field(ge=0, le=1)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Switch = Annotated[bool, BeforeValidator(_switch)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
ClockTime = Annotated[time, BeforeValidator(_clock_time)]
Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
Language = Annotated[
    str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35), BeforeValidator(_not_a_truth)
]
