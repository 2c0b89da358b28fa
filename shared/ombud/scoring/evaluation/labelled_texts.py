"""Texts that people have labelled, read from a CSV file."""

import csv
import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ombud.domain.errors import CallerError
from ombud.domain.limits import why_refused

MOST_GROUPS = 50
NO_GROUP = "(none)"
_LARGEST_FIELD = 16 * 1024 * 1024

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class LabelledTexts:
    """Texts and their labels: 1 where people said yes, 0 where they said no. The two have one length.

    `groups`, if there are any, names the group of each text. `left_out` counts rows that were not taken, because the
    API would not accept their text.
    """

    texts: tuple[str, ...]
    labels: tuple[int, ...]
    groups: tuple[str, ...] = ()
    left_out: int = 0


def read_labelled(path: Path, text: str, label: str, group: str | None = None) -> LabelledTexts:
    """Read the columns `text`, `label` (0, 1, or a share of yes, of which .5 and more is a yes) and `group` of a file.

    `CallerError` names a column that is missing, with the nearest names there are, or the row whose label is no
    number from 0 to 1; it also refuses a column with more than 50 groups.
    """
    rows = read_rows(path)
    for column in (text, label, group):
        if rows and column is not None and column not in rows[0]:
            raise CallerError(f"{path} has no column '{column}'. {nearest(column, list(rows[0]))}")
    labelled = [(row, _label(path, number, row[label])) for number, row in enumerate(rows, start=1)]
    taken = [(row, yes) for row, yes in labelled if why_refused(row[text]) is None]
    return LabelledTexts(
        texts=tuple(row[text] for row, _ in taken),
        labels=tuple(yes for _, yes in taken),
        groups=_groups(path, group, [row for row, _ in taken]) if group else (),
        left_out=len(rows) - len(taken),
    )


def read_rows(path: Path) -> list[Row]:
    """Read a UTF-8 CSV file with a header; `CallerError` where it is none or its rows do not fit the header."""
    csv.field_size_limit(_LARGEST_FIELD)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CallerError(f"{path} cannot be read as a CSV file in UTF-8: {error}.") from None
    for number, row in enumerate(rows, start=1):
        if None in row or None in row.values():
            raise CallerError(f"{path}: row {number} has another number of fields than the header.")
    return rows


def nearest(name: str, names: Sequence[str]) -> str:
    """Suggest the names that are like a wrong one, or list all."""
    near = difflib.get_close_matches(name, names, n=3)
    return f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(names)}."


def _label(path: Path, number: int, value: str) -> int:
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0.0 <= share <= 1.0:
        raise CallerError(f"{path}: the label of row {number} is '{value[:20]}'; labels are numbers from 0 to 1.")
    return int(share >= 0.5)


def _groups(path: Path, column: str, rows: Sequence[Row]) -> tuple[str, ...]:
    groups = tuple(row[column].strip() or NO_GROUP for row in rows)
    if (found := len(set(groups))) > MOST_GROUPS:
        raise CallerError(
            f"{path}: the column '{column}' has {found} different values. Groups are compared one by one, "
            f"so there may be at most {MOST_GROUPS}."
        )
    return groups
