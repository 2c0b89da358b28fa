"""The comments that engines are measured on: a site's own, or the demo newsroom's."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from ombud.demo.newsroom import thirty_days
from ombud.domain.errors import CallerError
from ombud.domain.limits import why_refused
from ombud.scoring.evaluation import read_rows

_MADE_FOR = datetime(2026, 1, 1, tzinfo=UTC)
"""Any moment would do, as long as it is the same: the newsroom's texts depend on it."""


_FOR_EACH = 4
"""Written for each one that is wanted: some say the same."""


def texts_of_file(path: Path, column: str, count: int) -> list[str]:
    """Draw `count` different texts from a column of a CSV file, the same ones each time; `CallerError` if too few."""
    rows = read_rows(path)
    if rows and column not in rows[0]:
        raise CallerError(f"{path} has no column '{column}'. There are: {', '.join(rows[0])}.")
    return _draw([row[column] for row in rows], count, str(path))


def demo_texts(count: int) -> list[str]:
    """Draw `count` different texts from the demo newsroom, the same ones each time; `CallerError` if too few."""
    written = [comment.text for comment in thirty_days(0, _MADE_FOR, _FOR_EACH * count)]
    return _draw(written, count, "the demo newsroom")


def _draw(texts: Sequence[str], count: int, source: str) -> list[str]:
    usable = sorted({text for text in texts if why_refused(text) is None})
    if len(usable) < count:
        raise CallerError(f"{count} different comments are needed, and {source} has {len(usable)}. Ask for fewer.")
    return random.Random(count).sample(usable, count)
