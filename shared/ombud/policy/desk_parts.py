"""The parts of the policy file for the desk: how soon people answer, and when they are there."""

from datetime import time
from enum import IntEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from ombud.policy.field_types import ClockTime, Duration, Part, Zone


class Weekday(IntEnum):
    """Days as `datetime.weekday()` counts them."""

    MON = 0
    TUE = 1
    WED = 2
    THU = 3
    FRI = 4
    SAT = 5
    SUN = 6


def _weekdays(value: object) -> object:
    if not isinstance(value, str):
        return value
    days: set[Weekday] = set()
    for piece in value.split(","):
        first, _, last = piece.strip().lower().partition("-")
        begin, end = _weekday(first), _weekday(last or first)
        days.update(Weekday(day % 7) for day in range(begin, end + 1 if end >= begin else end + 8))
    return frozenset(days)


def _weekday(name: str) -> Weekday:
    if name.upper() not in Weekday.__members__:
        raise ValueError("days are written mon-fri, or mon,wed,sat-sun")
    return Weekday[name.upper()]


class Targets(Part):
    """How long each kind of queue item may wait for a person, in opening hours."""

    held: Duration | None = None
    reported: Duration | None = None
    appeal: Duration | None = None
    notice: Duration | None = None
    sample: Duration | None = None


class Hours(Part):
    """When the desk is staffed. Targets count in these hours alone."""

    zone: Zone
    days: Annotated[frozenset[Weekday], BeforeValidator(_weekdays)]
    opens: ClockTime = Field(alias="from")
    closes: ClockTime = Field(alias="to")

    @model_validator(mode="after")
    def _some_time(self) -> "Hours":
        if self.opens == self.closes != time(0):
            raise ValueError("`from` and `to` are the same time; for the whole day write 00:00 to 00:00")
        return self
