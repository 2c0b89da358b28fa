"""The comment section: what a page of comments looks like to one reader."""

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from ombud_api.demo.ombud_client import OmbudApi
from ombud_api.demo.outcome import Outcome, outcome_of

_WANTED: Final = 25
"""Comments to a page of the section."""
_PER_CALL: Final = 50
_CALLS: Final = 4
_OWN: Final = 50


@dataclass(frozen=True)
class Shown:
    """One comment as the page shows it. Nothing else about the comment or its author leaves our server."""

    key: str
    """What replies point to: our own id of the comment."""
    parent: str | None
    author: str
    text: str | None
    """None where only the place of a comment is kept."""
    created_at: str
    when: str
    edited: bool
    answers: str | None = None
    """The name of the reader answered, where the place in the thread does not say it."""
    own_id: str | None = None
    """Ombud's id, for the reader's own comments only: these can be edited."""
    outcome: Outcome | None = None
    """For the reader's own comments that are not public."""

    def as_json(self) -> dict[str, Any]:
        """For the page's script."""
        return asdict(self)


@dataclass(frozen=True)
class Thread:
    """A comment and all answers below it, the oldest first."""

    top: Shown
    replies: tuple[Shown, ...]


def page_of_comments(
    api: OmbudApi, article_id: str, reader: str | None, cursor: str | None
) -> tuple[list[Shown], str | None]:
    """Read the comments that this reader may see, and the cursor of the next page.

    Pages of the API hold what is hidden too, so a few may be read for one of ours.
    """
    found: dict[str, Shown] = {}
    if reader and not cursor:
        found = {shown.key: shown for shown in own_comments(api, article_id, reader)}
    for _ in range(_CALLS):
        answer = api.comments(article_id=article_id, limit=_PER_CALL, cursor=cursor)
        if not answer.ok:
            break
        for comment in answer.body.get("items", []):
            shown = public_view(comment, reader)
            if shown is not None:
                found.setdefault(shown.key, shown)
        cursor = answer.body.get("next_cursor")
        if cursor is None or len(found) >= _WANTED:
            return list(found.values()), cursor
    return list(found.values()), cursor


def own_comments(api: OmbudApi, article_id: str, reader: str) -> list[Shown]:
    """Return the reader's own comments on an article, those that wait or were declined too."""
    answer = api.comments(author_id=reader, limit=_OWN)
    mine = [c for c in answer.body.get("items", []) if c["article"]["id"] == article_id and c["status"] != "erased"]
    return [own_view(comment, own_outcome(api, comment)) for comment in mine]


def own_outcome(api: OmbudApi, comment: dict[str, Any]) -> Outcome:
    """Ask what the author of a comment may be told about it, where there is something to tell."""
    told = api.status(comment["id"]) if comment["status"] in ("held", "rejected") else None
    return outcome_of(comment, told.body if told and told.ok else None)


def own_view(comment: dict[str, Any], outcome: Outcome) -> Shown:
    """Show a comment as its author sees it: always with its text, and with what became of it."""
    return replace(_shown(comment, comment["text"]), own_id=comment["id"], outcome=outcome)


def public_view(comment: dict[str, Any], reader: str | None) -> Shown | None:
    """Return a comment as anybody may see it; None if nobody may.

    While an approved comment is under edit, `show_text` is its last approved text, or nothing where the site hides it.
    """
    if comment["display"] == "stub":
        return _shown(comment, None)
    if comment["display"] != "show":
        return None
    shown = _shown(comment, comment["show_text"])
    return replace(shown, own_id=comment["id"]) if reader and comment["author"]["id"] == reader else shown


def threads(comments: list[Shown]) -> list[Thread]:
    """Put answers below the comment that began the conversation; the newest conversations come first."""
    by_key = {shown.key: shown for shown in comments}
    below: dict[str, list[Shown]] = {}
    tops: list[Shown] = []
    for shown in comments:
        top = shown
        seen = {top.key}
        while top.parent in by_key and top.parent not in seen:
            top = by_key[top.parent]
            seen.add(top.key)
        if top is shown:
            tops.append(replace(shown, answers="an earlier comment") if shown.parent else shown)
        else:
            answered = by_key.get(shown.parent or "")
            named = answered.author if answered and answered is not top else None
            below.setdefault(top.key, []).append(replace(shown, answers=named))
    tops.sort(key=lambda shown: shown.created_at, reverse=True)
    return [Thread(top, tuple(sorted(below.get(top.key, []), key=lambda s: s.created_at))) for top in tops]


def _shown(comment: dict[str, Any], text: str | None) -> Shown:
    created = datetime.fromisoformat(comment["created_at"])
    return Shown(
        key=comment.get("external_id") or comment["id"],
        parent=comment.get("parent_external_id"),
        author=(comment.get("author") or {}).get("name") or "A reader",
        text=text,
        created_at=created.astimezone(UTC).isoformat(),
        when=ago(created, datetime.now(UTC)),
        edited=text is not None and comment.get("revision", 1) > 1,
    )


def ago(moment: datetime, now: datetime) -> str:
    """How long ago, in the words of a newspaper."""
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    if minutes < 24 * 60:
        return f"{minutes // 60} h ago"
    days = minutes // (24 * 60)
    return "yesterday" if days == 1 else f"{days} days ago"
