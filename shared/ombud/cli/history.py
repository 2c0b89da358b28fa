"""`ombud import`: comments that were decided elsewhere."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from ombud.cli.connection import connected_database
from ombud.domain.author_ids import guest_author_id
from ombud.history.coral import read_coral
from ombud.history.csv_file import FIELDS, CsvShape, read_csv
from ombud.history.past_comment import HistoryError, PastComment, Refused
from ombud.history.wordpress import read_wordpress
from ombud.pipeline.import_history import ImportReport, TellRefused, Undecided, import_history
from ombud.pipeline.issue_key import site_or_error
from ombud.settings import load_settings
from ombud.storage.sites import Site

PROGRESS_EVERY = 5000
SHOWN_REFUSALS = 10
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Command = TypeVar("Command", bound=Callable[..., Any])
Reader = Callable[[Site], Iterable[PastComment | Refused]]


@click.group("import")
def import_() -> None:
    """Import comments that were decided elsewhere.

    They are stored as history: counted in their authors' records, neither scored nor announced. Doing it again is
    harmless: what is here already is skipped. Rows that cannot be taken are counted and listed, with their lines.
    """


def _common(command: Command) -> Command:
    """Add the options that every format has."""
    options = (
        click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
        click.option("--site", "site_name", required=True, metavar="SITE", help="The site's name."),
        click.option(
            "--undecided",
            type=click.Choice([one.value for one in Undecided]),
            default=Undecided.JUDGE.value,
            show_default=True,
            help="What nobody decided there: let the machine judge it, behind live comments, or skip it.",
        ),
        click.option(
            "--errors",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write the rows that cannot be taken into this CSV file: line, external_id, reason, detail.",
        ),
        click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON document."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@import_.command("csv")
@_common
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Which column holds a field, where its name is another. May be given several times.",
)
@click.option("--zone", default="UTC", show_default=True, help="Time zone of times without one, such as Europe/London.")
def import_csv(mapped: tuple[str, ...], zone: str, **options: Any) -> None:
    """Import a CSV file with a header, in UTF-8.

    Columns that are needed: external_id, text, article_id, author_id, and decided or status (approve, hold, reject,
    or nothing for undecided). Others that are read: created_at, decided_at, decided_by, parent_external_id, language,
    article_url, article_title, article_section, article_published_at, author_name, author_role, author_registered_at.
    """
    shape = CsvShape(_columns(mapped), _zone(zone))
    _run(lambda _: read_csv(options["path"], shape), **options)


@import_.command("wordpress")
@_common
def import_wordpress(**options: Any) -> None:
    """Import the XML file of WordPress's Tools > Export.

    The comment's id becomes the external id, the post's id the article's, the user's id the author's. A guest's id is
    made of the e-mail address with OMBUD_SECRET_KEY, so that the address cannot be found out; neither it nor the IP
    address is stored. Spam and trash are rejected, pingbacks are no comments.
    """
    key = load_settings().require_secret_key()
    _run(lambda site: read_wordpress(options["path"], partial(guest_author_id, key=key, site_id=site.id)), **options)


@import_.command("coral")
@_common
def import_coral(**options: Any) -> None:
    """Import what `mongoexport --collection comments` writes of Coral's database: JSON lines, or one array.

    Comments that Coral published without anybody's look (status NONE) are approved, by coral:unmoderated. PREMOD and
    SYSTEM_WITHHELD are undecided.
    """
    _run(lambda _: read_coral(options["path"]), **options)


def _run(read: Reader, *, path: Path, site_name: str, undecided: str, errors: Path | None, as_json: bool) -> None:
    del path  # the reader has it
    with connected_database() as database, _refusals(errors) as refused:
        with database.transaction() as connection:
            site = site_or_error(connection, site_name)
        report, shown = ImportReport(), 0

        def progress(now: ImportReport) -> None:
            nonlocal report, shown
            report = now
            if now.read // PROGRESS_EVERY > shown:
                shown = now.read // PROGRESS_EVERY
                click.echo(f"{now.read} read, {now.imported} imported", err=True)

        wanted = Undecided(undecided)
        try:
            import_history(database, site, read(site), undecided=wanted, refused=refused, progress=progress)
        except HistoryError as error:
            before = f" Before that: {_sentence(report)}" if report.read else ""
            raise HistoryError(f"{error}{before}") from None
    click.echo(json.dumps(_as_json(report)) if as_json else _sentence(report))


@contextmanager
def _refusals(path: Path | None) -> Iterator[TellRefused]:
    """Yield what is called for each row that is refused: it goes into the file, or the first few to stderr."""
    if path is None:
        count = 0

        def show(row: Refused) -> None:
            nonlocal count
            count += 1
            if count <= SHOWN_REFUSALS:
                named = f" ({row.external_id})" if row.external_id else ""
                click.echo(f"line {row.line}{named}: {row.detail}", err=True)
            elif count == SHOWN_REFUSALS + 1:
                click.echo("More rows cannot be taken; --errors FILE lists them all.", err=True)

        yield show
        return
    with path.open("w", encoding="utf-8", newline="", errors="backslashreplace") as file:
        writer = csv.writer(file)
        writer.writerow(("line", "external_id", "reason", "detail"))
        yield lambda row: writer.writerow((row.line, _inert(row.external_id or ""), row.reason, row.detail))


def _inert(text: str) -> str:
    """Keep a spreadsheet from taking somebody's id for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _columns(mapped: tuple[str, ...]) -> dict[str, str]:
    columns = {}
    for one in mapped:
        name, separator, column = one.partition("=")
        if not separator or not column:
            raise click.UsageError(f"--map {one}: write FIELD=COLUMN")
        if name not in FIELDS:
            near = get_close_matches(name, FIELDS, n=2)
            hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(FIELDS)}"
            raise click.UsageError(f"--map {one}: there is no field '{name}'; {hint}")
        columns[name] = column
    return columns


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise click.UsageError(
            f"--zone {name}: there is no such time zone; they are named like Europe/London"
        ) from None


def _as_json(report: ImportReport) -> dict[str, Any]:
    return {
        "imported": report.imported,
        "by_verdict": dict(report.by_verdict),
        "known": report.known,
        "undecided_skipped": report.undecided_skipped,
        "refused": dict(report.refused),
    }


def _sentence(report: ImportReport) -> str:
    by_verdict = ", ".join(f"{count} {name}" for name, count in sorted(report.by_verdict.items()))
    told = [f"{report.imported} comments imported" + (f" ({by_verdict})" if by_verdict else "")]
    told.append(f"{report.known} known already")
    if report.undecided_skipped:
        told.append(f"{report.undecided_skipped} undecided skipped")
    if report.refused:
        by_reason = ", ".join(f"{count} {reason}" for reason, count in report.refused.most_common())
        told.append(f"{report.refused.total()} not taken ({by_reason})")
    return "; ".join(told) + "."
