"""The bodies that the API takes."""

from typing import Annotated, Any

from pydantic import Field

from ombud.domain.decision import Verdict
from ombud_api.v1.fields import Body, CommentText, Count, Id, Language, Name, Note, String, Time, Url

MOST_ITEMS = 1000


class ArticleBody(Body):
    """What is commented on. Only the id is needed; fields left out keep what was told before."""

    id: Id
    url: Url | None = None
    title: Name | None = None
    section: Id | None = None
    tags: Annotated[tuple[Id, ...], Field(max_length=50)] | None = None
    published_at: Time | None = None


class AuthorBody(Body):
    """Who comments. The counts are those of the site's own records, for authors who are older than Ombud."""

    id: Id
    name: Name | None = None
    registered_at: Time | None = None
    role: Id | None = None
    approved_count: Count | None = None
    rejected_count: Count | None = None


class ClientBody(Body):
    """From where the comment was posted; used for rules, forgotten by the retention rules, never logged."""

    ip: Annotated[String, Field(max_length=64)] | None = None
    user_agent: Annotated[String, Field(max_length=1000)] | None = None


class CommentBody(Body):
    """A reader's comment on an article."""

    text: CommentText
    article: ArticleBody
    author: AuthorBody
    external_id: Id | None = None
    parent_external_id: Id | None = None
    language: Language | None = None
    created_at: Time | None = None
    client: ClientBody | None = None


class PastDecisionBody(Body):
    """How a comment was decided before Ombud knew it."""

    verdict: Verdict
    decided_at: Time
    actor: Id


class BatchItemBody(CommentBody):
    """A comment of a batch. With a decision it is history: neither scored nor announced."""

    decision: PastDecisionBody | None = None


class BatchBody(Body):
    """Up to 1,000 comments. Each is checked for itself, so that one mistake refuses one item."""

    items: Annotated[list[Any], Field(min_length=1, max_length=MOST_ITEMS)]


class EditBody(Body):
    """A comment's new text."""

    text: CommentText


class DecisionBody(Body):
    """A decision that was taken in the site's own admin."""

    verdict: Verdict
    actor: Id
    reason: Note | None = None


class CheckBody(Body):
    """A text to judge without storing it."""

    text: CommentText
    article: ArticleBody | None = None
    author: AuthorBody | None = None
    language: Language | None = None
