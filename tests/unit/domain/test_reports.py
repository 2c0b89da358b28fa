"""Whose reports no longer count."""

import pytest

from ombud.domain.reports import NEWCOMER, MutingRule, Record


@pytest.mark.parametrize(
    ("record", "mutes"),
    [
        (NEWCOMER, False),
        (Record(0, 9), False),
        (Record(0, 10), True),
        (Record(1, 9), True),
        (Record(2, 8), False),
        (Record(20, 80), False),
        (Record(19, 81), True),
    ],
)
def test_from_ten_settled_reports_on_fewer_than_one_in_five_right_ones_mute(record: Record, mutes: bool) -> None:
    assert MutingRule(10, 0.2).mutes(record) is mutes
