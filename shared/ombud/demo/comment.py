"""A comment of the demo newsroom, and the form in which it goes to the API."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ombud.demo.articles import ARTICLES_BY_ID, DemoArticle
from ombud.demo.kinds import Kind
from ombud.demo.readers import Reader


@dataclass(frozen=True, slots=True)
class DemoComment:
    """What one reader wrote, and what happened to it afterwards."""

    external_id: str
    parent_external_id: str | None
    article_id: str
    author_id: str
    author_name: str
    text: str
    edited_text: str | None
    """The second revision, if there is one."""
    created_at: datetime
    kind: Kind
    """What it really is. The API is never told."""
    reports: tuple[tuple[str, str, int], ...] = ()
    """Readers' reports: (reporter's id, reason, minutes after the comment)."""
    edited_minutes_after: int | None = None


@dataclass(frozen=True, slots=True)
class LiveComment:
    """What one reader writes now: the API dates it when it arrives."""

    external_id: str
    parent_external_id: str | None
    article_id: str
    author_id: str
    author_name: str
    text: str
    kind: Kind


def article_as_posted(article: DemoArticle, now: datetime, newsroom_url: str) -> dict[str, Any]:
    """Describe an article for the API. `newsroom_url` is the demo's address, as `http://127.0.0.1:8000/demo/`."""
    return {
        "id": article.id,
        "url": f"{newsroom_url.rstrip('/')}/{article.path}",
        "title": article.title,
        "section": article.section,
        "tags": list(article.tags),
        "published_at": article.published_at(now).isoformat(),
    }


def as_posted(comment: DemoComment | LiveComment, author: Reader, now: datetime, newsroom_url: str) -> dict[str, Any]:
    """Make the body of `POST /v1/comments`; `now` is the moment for which the newsroom was made."""
    body: dict[str, Any] = {
        "external_id": comment.external_id,
        "text": comment.text,
        "article": article_as_posted(ARTICLES_BY_ID[comment.article_id], now, newsroom_url),
        "author": {
            "id": author.id,
            "name": author.name,
            "registered_at": author.registered_at(now).isoformat(),
            "role": "reader",
        },
    }
    if comment.parent_external_id is not None:
        body["parent_external_id"] = comment.parent_external_id
    if isinstance(comment, DemoComment):
        body["created_at"] = comment.created_at.isoformat()
    return body
