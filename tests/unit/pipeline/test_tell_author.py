"""How long it usually takes, as authors are told."""

from datetime import timedelta

import pytest

from ombud.pipeline.tell_author import FEWEST_WAITS, usual_wait
from ombud.storage.waits import Waits


@pytest.mark.parametrize(
    ("half", "minutes"),
    [
        (timedelta(0), 1),
        (timedelta(seconds=1), 1),
        (timedelta(minutes=1), 1),
        (timedelta(minutes=1, microseconds=1), 2),
        (timedelta(hours=2), 120),
    ],
)
def test_waits_are_told_in_whole_minutes_rounded_up(half: timedelta, minutes: int) -> None:
    told = usual_wait(Waits(FEWEST_WAITS, half, timedelta(days=1)))
    assert told == {"half_within_minutes": minutes, "nine_in_ten_within_minutes": 1440}


def test_a_few_waits_are_not_enough_to_say() -> None:
    assert usual_wait(None) is None
    assert usual_wait(Waits(FEWEST_WAITS - 1, timedelta(minutes=1), timedelta(minutes=2))) is None
