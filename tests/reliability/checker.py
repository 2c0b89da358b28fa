"""Compares what a website was told with what the database and the feed hold, in the manner of Jepsen's checkers.

Every list of the findings must be empty once nothing is due any more.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from tests.reliability.delivery_checker import check_deliveries
from tests.reliability.findings import Findings, Row
from tests.reliability.journal import Journal

Ask = Callable[..., Sequence[Row]]


@dataclass(slots=True)
class _Site:
    """All that the database holds of one site."""

    comments: dict[UUID, Row]
    revisions: dict[UUID, dict[int, str | None]]
    decisions: dict[UUID, list[Row]]
    events: list[Row]
    jobs: Sequence[Row]
    position: int
    authors: Sequence[Row]


def check(ask: Ask, site_id: UUID, journal: Journal) -> Findings:
    """Compare. `ask` runs one SQL statement with parameters and returns rows as mappings."""
    site = _read(ask, site_id)
    found = Findings()
    _compare_with_journal(site, journal, found)
    for comment_id, comment in site.comments.items():
        _check_comment(site, comment_id, comment, found)
    _check_feed(site, journal, found)
    _check_counts(site, found)
    if journal.received is not None:
        check_deliveries(site.events, site.comments, journal, found)
    return found


def _read(ask: Ask, site_id: UUID) -> _Site:
    of_site = "comment_id IN (SELECT id FROM comments WHERE site_id = %s)"
    revisions: dict[UUID, dict[int, str | None]] = defaultdict(dict)
    for row in ask(f"SELECT * FROM revisions WHERE {of_site}", site_id):
        revisions[row["comment_id"]][row["revision"]] = row["text"]
    decisions: dict[UUID, list[Row]] = defaultdict(list)
    for row in ask(f"SELECT * FROM decisions WHERE {of_site} ORDER BY id", site_id):
        decisions[row["comment_id"]].append(row)
    return _Site(
        comments={row["id"]: row for row in ask("SELECT * FROM comments WHERE site_id = %s", site_id)},
        revisions=revisions,
        decisions=decisions,
        events=list(ask("SELECT * FROM events WHERE site_id = %s ORDER BY position", site_id)),
        jobs=ask("SELECT * FROM jobs WHERE site_id = %s", site_id),
        position=ask("SELECT position FROM feeds WHERE site_id = %s", site_id)[0]["position"],
        authors=ask("SELECT * FROM authors WHERE site_id = %s", site_id),
    )


def _compare_with_journal(site: _Site, journal: Journal, found: Findings) -> None:
    for text, ids in journal.accepted.items():
        if len(ids) > 1:
            found.double.append(f"'{text[:40]}' was answered with {len(ids)} ids")
        found.lost += [f"comment {one} '{text[:40]}'" for one in ids if one not in site.comments]
    for comment_id, texts in journal.edited.items():
        for revision, text in texts.items():
            stored = site.revisions.get(comment_id, {})
            erased = comment_id in journal.erasures_attempted and revision in stored and stored[revision] is None
            if stored.get(revision) != text and not erased:
                found.lost.append(f"revision {revision} of {comment_id}")
    found.lost += [f"erasure of {one}" for one in journal.erased if site.comments[one]["status"] != "erased"]
    stored_texts = [text for texts in site.revisions.values() for text in texts.values() if text is not None]
    found.unexpected += [f"text '{text[:40]}'" for text in stored_texts if text not in journal.attempted]
    found.unexpected += [
        f"erasure of {one['id']}"
        for one in site.comments.values()
        if one["status"] == "erased" and one["id"] not in journal.erasures_attempted
    ]
    twice = [text for text, times in Counter(stored_texts).items() if times > 1]
    found.double += [f"'{text[:40]}' was stored more than once" for text in twice]


def _check_comment(site: _Site, comment_id: UUID, comment: Row, found: Findings) -> None:
    decisions = site.decisions.get(comment_id, [])
    first = Counter(one["revision"] for one in decisions if one["cause"] == "first")
    found.double += [
        f"revision {revision} of {comment_id} has {times} first decisions"
        for revision, times in first.items()
        if times > 1
    ]
    waits = any(job["comment_id"] == comment_id for job in site.jobs)
    if comment["status"] == "erased":
        _check_erased(site, comment_id, comment, found)
        if waits:
            found.revived.append(f"{comment_id} has a job")
        return
    if waits or comment["status"] == "pending" or not first[comment["revision"]]:
        found.undecided.append(f"revision {comment['revision']} of {comment_id} ({comment['status']}, job: {waits})")
    latest = next((one for one in decisions if one["id"] == comment["decision_id"]), None)
    if latest is not None and latest["revision"] != comment["revision"]:
        found.stale.append(f"{comment_id} stands by a decision on revision {latest['revision']}")


def _check_erased(site: _Site, comment_id: UUID, comment: Row, found: Findings) -> None:
    if comment["author_id"] is not None:
        found.revived.append(f"author of {comment_id}")
    found.revived += [
        f"text of revision {revision} of {comment_id}"
        for revision, text in site.revisions.get(comment_id, {}).items()
        if text is not None
    ]
    found.revived += [
        f"evidence of decision {one['id']}"
        for one in site.decisions.get(comment_id, [])
        if one["scores"] or one["reasons"] or one["signals"]
    ]


def _check_feed(site: _Site, journal: Journal, found: Findings) -> None:
    positions = [event["position"] for event in site.events]
    if positions != list(range(1, site.position + 1)):
        found.disordered.append(f"{len(positions)} events, the feed stands at {site.position}")
    if journal.feed and journal.feed != [str(event["id"]) for event in site.events]:
        found.disordered.append(f"a follower saw {len(journal.feed)} events, there are {len(site.events)}")
    by_comment: dict[UUID, list[Row]] = defaultdict(list)
    for event in site.events:
        by_comment[event["comment_id"]].append(event)
    for comment_id, comment in site.comments.items():
        events = by_comment[comment_id]
        sequences = [event["sequence"] for event in events]
        if sequences != list(range(1, comment["sequence"] + 1)):
            found.disordered.append(f"events of {comment_id}: {sequences}, the comment is at {comment['sequence']}")
        found.stale += _late_announcements(comment_id, events)
        if events:
            _compare_last_event(comment, events[-1], found)


def _late_announcements(comment_id: UUID, events: Iterable[Row]) -> list[str]:
    newest = 1
    late = []
    for event in events:
        told = event["data"]["comment"]
        newest = max(newest, told["revision"])
        if event["type"] == "comment.decided" and told["decision"]["revision"] < newest:
            late.append(f"{comment_id}: revision {told['decision']['revision']} was announced after {newest}")
    return late


def _compare_last_event(comment: Row, event: Row, found: Findings) -> None:
    told = event["data"]["comment"]
    stands = {"status": comment["status"], "revision": comment["revision"]}
    said = {name: told[name] for name in stands}
    decision = told.get("decision")
    same_decision = (decision["id"] if decision else None) == (comment["decision_id"] and str(comment["decision_id"]))
    if said != stands or not same_decision:
        found.contradictory.append(f"{comment['id']} stands at {stands}, its last event says {said}")


def _check_counts(site: _Site, found: Findings) -> None:
    counted = Counter((one["author_id"], one["status"]) for one in site.comments.values())
    for author in site.authors:
        for status in ("approved", "held", "rejected"):
            stands, told = counted[author["id"], status], author[f"{status}_count"]
            if stands != told:
                found.contradictory.append(f"author {author['id'][:20]} has {stands} {status} comments, told {told}")
