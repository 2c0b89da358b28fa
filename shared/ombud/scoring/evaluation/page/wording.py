"""How numbers are written on the page."""

from ombud.scoring.evaluation.figures import Evaluation

NOTHING = "\u2013"


def count(number: int) -> str:
    """Write a count with commas between thousands."""
    return f"{number:,}"


def short_count(number: int) -> str:
    """Write a count in at most five characters, for where there is no room."""
    for least, unit in ((1_000_000, "m"), (1_000, "k")):
        if number >= least:
            return f"{number / least:.1f}{unit}" if number < 100 * least else f"{number // least}{unit}"
    return str(number)


def percent(share: float | None) -> str:
    """Write a share as a percentage: with one decimal below ten, where it matters."""
    if share is None:
        return NOTHING
    return f"{share:.1%}" if 0 < share < 0.0995 else f"{share:.0%}"


def percent_interval(low: float | None, high: float | None) -> str:
    """Write an interval of shares; nothing where there is none."""
    return "" if low is None or high is None else f"{percent(low)} to {percent(high)}"


def decimal(value: float | None) -> str:
    """Write a figure between 0 and 1 with three decimals."""
    return NOTHING if value is None else f"{value:.3f}"


def decimal_interval(low: float | None, high: float | None) -> str:
    """Write an interval of such figures; nothing where there is none."""
    return "" if low is None or high is None else f"{low:.3f} to {high:.3f}"


def attribute_words(found: Evaluation) -> str:
    """Write the attribute's name in words."""
    return found.attribute.replace("_", " ")
