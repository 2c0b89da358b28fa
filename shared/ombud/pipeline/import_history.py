"""Importing what was decided elsewhere, so that nobody who commented for years is a newcomer on the first day.

History is stored as decided, neither scored nor announced, and counts in its authors' records. Comments that nobody
decided there are judged like any other, behind the live ones.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from time import sleep

from ombud.domain.errors import UnavailableError
from ombud.domain.jobs import Lane
from ombud.history.past_comment import HistoryError, PastComment, Refused, checked
from ombud.pipeline.accept import Acceptance, Accepted, PastDecision, Submission, accept
from ombud.storage.database import Database, current_time
from ombud.storage.sites import Site

ROWS_PER_TRANSACTION = 250
"""As for batches of the API: few enough that no lock is held for long."""

TRIES = 4


class Undecided(StrEnum):
    """What becomes of comments that nobody decided in the source."""

    JUDGE = "judge"
    SKIP = "skip"


@dataclass(slots=True)
class ImportReport:
    """What became of every row. `by_verdict` counts the imported ones, undecided ones as `pending`."""

    by_verdict: Counter[str] = field(default_factory=Counter)
    known: int = 0
    undecided_skipped: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def imported(self) -> int:
        """How many comments are new."""
        return self.by_verdict.total()

    @property
    def read(self) -> int:
        """How many rows were dealt with."""
        return self.imported + self.known + self.undecided_skipped + self.refused.total()


Tell = Callable[[ImportReport], None]
TellRefused = Callable[[Refused], None]


def import_history(
    database: Database,
    site: Site,
    rows: Iterable[PastComment | Refused],
    *,
    undecided: Undecided,
    refused: TellRefused,
    progress: Tell,
) -> ImportReport:
    """Import the rows of an export, in transactions of 250; every row is counted, and told where it is refused.

    Doing it again is harmless: what is here already is counted as known. Where the export cannot be read to its end,
    what was read before is imported, and then the `HistoryError` is raised.
    """
    report = ImportReport()
    for batch in _batches(checked(rows)):
        found = [row for row in batch if isinstance(row, PastComment)]
        wanted = [row for row in found if row.verdict is not None or undecided is Undecided.JUDGE]
        report.undecided_skipped += len(found) - len(wanted)
        not_taken = [row for row in batch if isinstance(row, Refused)]
        for row, outcome in zip(wanted, _store(database, site, wanted), strict=True):
            refusal = _count(report, row, outcome)
            not_taken += [refusal] if refusal else []
        for one in sorted(not_taken, key=lambda one: one.line):
            report.refused[one.reason] += 1
            refused(one)
        progress(report)
    return report


def _batches(rows: Iterable[PastComment | Refused]) -> Iterator[list[PastComment | Refused]]:
    batch: list[PastComment | Refused] = []
    try:
        for row in rows:
            batch.append(row)
            if len(batch) == ROWS_PER_TRANSACTION:
                yield batch
                batch = []
    except HistoryError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _store(database: Database, site: Site, rows: Sequence[PastComment]) -> list[Accepted]:
    if not rows:
        return []
    for attempt in range(1, TRIES + 1):
        try:
            with database.transaction() as connection:
                now = current_time(connection)
                submissions = [_submission(row, now) for row in rows]
                return accept(connection, site, submissions, lane=Lane.BACKFILL, is_test=False)
        except UnavailableError:
            # What was committed unnoticed is met as known; a deadlock with live traffic is over by then.
            if attempt == TRIES:
                raise
            sleep(2**attempt / 10)
    raise AssertionError("unreachable")


def _submission(row: PastComment, now: datetime) -> Submission:
    past = None
    if row.verdict is not None:
        past = PastDecision(row.verdict, row.decided_at or row.created_at or now, row.decided_by)
    return Submission(
        text=row.text,
        article={"id": row.article_id, **row.article},
        author={"id": row.author_id, **row.author},
        external_id=row.external_id,
        parent_external_id=row.parent_external_id,
        language=row.language,
        created_at=row.created_at,
        past_decision=past,
    )


def _count(report: ImportReport, row: PastComment, outcome: Accepted) -> Refused | None:
    match outcome.acceptance:
        case Acceptance.CREATED:
            report.by_verdict["pending" if row.verdict is None else row.verdict.value] += 1
        case Acceptance.KNOWN:
            report.known += 1
        case Acceptance.CONFLICT:
            return Refused(row.line, row.external_id, "external-id-conflict", "It is here already with another text.")
        case Acceptance.ERASED:
            return Refused(row.line, row.external_id, "erased", "It was erased here and cannot come back.")
    return None
