"""Numbers in words and figures."""

import pytest

from ombud.scoring.evaluation.page.wording import percent, short_count


@pytest.mark.parametrize(
    ("share", "written"),
    [(0.0, "0%"), (0.0004, "0.0%"), (0.043, "4.3%"), (0.0996, "10%"), (1.0, "100%"), (None, "\u2013")],
)
def test_shares_have_a_decimal_where_it_matters(share: float | None, written: str) -> None:
    assert percent(share) == written


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0"), (999, "999"), (1740, "1.7k"), (123_456, "123k"), (2_500_000, "2.5m")]
)
def test_counts_fit_over_a_bar(number: int, written: str) -> None:
    assert short_count(number) == written
