import pytest

from ombud.domain.cascade import FEWEST_MISSES, FEWEST_SAMPLES, Tally, missed_share, misses_too_much


def test_the_sample_stands_for_all_that_passed_and_is_set_against_all_holds() -> None:
    found = missed_share(Tally(screened=980, sampled=20, missed=1, caught=50))
    assert found is not None
    assert found.ratio == pytest.approx(0.5)  # one of 20 missed is 50 of 1,000, beside 50 that were caught
    assert 0 < found.low < found.ratio < found.high < 1


def test_without_a_sample_nothing_is_known() -> None:
    assert missed_share(Tally(screened=1000, caught=50)) is None
    assert not misses_too_much(Tally(screened=1000, caught=50), 0.005)


def test_a_screen_that_misses_nothing_is_left_on() -> None:
    counts = Tally(screened=98_000, sampled=2_000, caught=5_000)
    found = missed_share(counts)
    assert found is not None
    assert (found.ratio, found.low) == (0.0, 0.0)
    assert not misses_too_much(counts, 0.005)


def test_one_that_surely_misses_more_than_allowed_is_turned_off() -> None:
    counts = Tally(screened=9_800, sampled=200, missed=6, caught=1_000)
    assert misses_too_much(counts, 0.005)
    assert not misses_too_much(counts, 0.5)


def test_a_few_misses_among_few_samples_are_no_proof() -> None:
    assert not misses_too_much(Tally(4_900, FEWEST_SAMPLES - 1, 50, 100), 0.005)
    assert not misses_too_much(Tally(4_900, FEWEST_SAMPLES, FEWEST_MISSES - 1, 100), 0.005)
    assert misses_too_much(Tally(4_900, FEWEST_SAMPLES, FEWEST_MISSES, 100), 0.005)


def test_a_miss_now_and_then_as_was_allowed_is_no_alarm() -> None:
    assert not misses_too_much(Tally(screened=980_000, sampled=20_000, missed=5, caught=50_000), 0.005)
