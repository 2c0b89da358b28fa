"""Scoring and judging the texts of a CSV file, in batches: to try a model or a policy on one's own comments."""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from difflib import get_close_matches
from itertools import islice
from typing import TextIO

from ombud.domain.decision import Judgement
from ombud.domain.errors import CallerError
from ombud.domain.limits import why_refused
from ombud.pipeline.decide import hold
from ombud.pipeline.judge_texts import judge_texts
from ombud.policy.evaluation import Policy
from ombud.scoring.engine import Engine

ROWS_PER_BATCH = 256
_LARGEST_FIELD = 16 * 1024 * 1024


class TableError(CallerError):
    """A table that cannot be scored; names the row or the column."""

    code = "table"
    title = "The table cannot be scored"


def score_table(source: TextIO, target: TextIO, column: str, engine: Engine, policy: Policy, now: datetime) -> int:
    """Copy a CSV table with a column for each attribute, `verdict` and `reasons` added; returns how many rows it had.

    The fields that were there keep their content, whatever a spreadsheet may make of it. `reasons` are codes, separated
    by spaces. `TableError` where the table has no such column, or has one of ours.
    """
    csv.field_size_limit(_LARGEST_FIELD)
    reader = csv.reader(source, strict=True)
    writer = csv.writer(target, lineterminator="\n")
    header = _header(reader)
    at = _position(header, column)
    ours = [*engine.attributes, "verdict", "reasons"]
    taken = sorted(set(ours) & set(header))
    if taken:
        raise TableError(f"The table has a column '{taken[0]}' already. Rename it first.")
    writer.writerow([*header, *ours])
    count = 0
    while batch := list(islice(_rows(reader, len(header), count), ROWS_PER_BATCH)):
        judged = judge_readable(engine, policy, [row[at] for row in batch], now)
        writer.writerows(
            [*row, *_columns(engine.attributes, judgement)] for row, judgement in zip(batch, judged, strict=True)
        )
        count += len(batch)
    return count


def judge_readable(engine: Engine, policy: Policy, texts: Sequence[str], now: datetime) -> list[Judgement]:
    """Judge texts in order; one that the API would not accept is held without being scored."""
    why_not = [why_refused(text) for text in texts]
    readable = [text for text, why in zip(texts, why_not, strict=True) if why is None]
    judged = iter(judge_texts(engine, policy, readable, now))
    return [next(judged) if why is None else hold("text.refused", why, policy, engine.identity) for why in why_not]


def _header(reader: Iterator[list[str]]) -> list[str]:
    try:
        return next(reader, [])
    except csv.Error as error:
        raise TableError(f"The header cannot be read as CSV: {error}.") from None


def _position(header: Sequence[str], column: str) -> int:
    if column not in header:
        near = get_close_matches(column, header, n=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(header) or 'none'}."
        raise TableError(f"The table has no column '{column}'. {hint}")
    return header.index(column)


def _rows(reader: Iterator[list[str]], width: int, before: int) -> Iterator[list[str]]:
    number = before
    while True:
        number += 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise TableError(f"Row {number} cannot be read as CSV: {error}.") from None
        if row is None:
            return
        if row and len(row) != width:
            raise TableError(f"Row {number} has {len(row)} fields; the header has {width}.")
        if row:
            yield row


def _columns(attributes: Sequence[str], judgement: Judgement) -> list[str]:
    scores = [f"{judgement.scores[name]:.4f}" if name in judgement.scores else "" for name in attributes]
    return [*scores, judgement.verdict.value, " ".join(reason.code for reason in judgement.reasons)]
