"""The bodies that the API takes."""

from typing import Annotated, Any

from pydantic import Field, ValidatorFunctionWrapHandler, WrapValidator

from ombud.domain.decision import Verdict
from ombud_api.v1.fields import (
    Address,
    Body,
    CommentText,
    Count,
    Id,
    Language,
    Name,
    Note,
    Time,
    Url,
    UserAgent,
)

MOST_ITEMS = 1000
MOST_TAGS = 50


class ArticleBody(Body):
    """What is commented on. Only the id is needed; fields left out keep what was told before."""

    id: Id
    """Your own id of the article."""
    url: Url | None = None
    """Where readers find it; http or https."""
    title: Name | None = None
    """Its headline."""
    section: Id | None = None
    """The section it stands in; a policy can differ by section."""
    tags: Annotated[tuple[Id, ...], Field(max_length=MOST_TAGS)] | None = None
    """Words for your rules, such as `legal:active`."""
    published_at: Time | None = None
    """When it was published."""


class AuthorBody(Body):
    """Who comments. The counts are those of the site's own records, for authors who are older than Ombud."""

    id: Id
    """Your own id of the reader. Not an email address: ids stay in the records of decisions."""
    name: Name | None = None
    """The name shown with the comment. It is in no event and goes with erasure."""
    registered_at: Time | None = None
    """When the reader registered with you."""
    role: Id | None = None
    """What the reader is to you, such as `reader`, `subscriber` or `staff`."""
    approved_count: Count | None = None
    """How many of the reader's comments you approved before."""
    rejected_count: Count | None = None
    """How many of the reader's comments you rejected before."""


class ClientBody(Body):
    """From where the comment was posted; used for rules, forgotten by the retention rules, never logged."""

    ip: Address | None = None
    """The reader's address."""
    user_agent: UserAgent | None = None
    """The reader's browser, as it names itself."""


class CommentBody(Body):
    """A reader's comment on an article."""

    text: CommentText
    """What the reader wrote: plain text, 1 to 10,000 code points, at most 30 combining marks in a row."""
    article: ArticleBody
    author: AuthorBody
    external_id: Id | None = None
    """Your own id of the comment. With it the call can be repeated without harm."""
    parent_external_id: Id | None = None
    """Your own id of the comment that this one answers."""
    language: Language | None = None
    """The language of the text, as a BCP 47 tag such as `en`."""
    created_at: Time | None = None
    """When the reader wrote it, if not just now."""
    client: ClientBody | None = None


class PastDecisionBody(Body):
    """How a comment was decided before Ombud knew it."""

    verdict: Verdict
    decided_at: Time
    """When it was decided."""
    actor: Id
    """Who decided: your own id of the person or the system."""


class BatchItemBody(CommentBody):
    """A comment of a batch. With a decision it is history: neither scored nor announced."""

    decision: PastDecisionBody | None = None


def _as_sent(value: Any, _check: ValidatorFunctionWrapHandler) -> Any:
    return value


class BatchBody(Body):
    """Up to 1,000 comments. Each is checked for itself, so that one mistake refuses one item."""

    # Each item is left as it was sent, whatever that is, and checked by itself later.
    items: Annotated[
        list[Annotated[BatchItemBody, WrapValidator(_as_sent)]], Field(min_length=1, max_length=MOST_ITEMS)
    ]


class EditBody(Body):
    """A comment's new text."""

    text: CommentText
    """The whole new text, with the limits of a new comment's."""


class DecisionBody(Body):
    """A decision that was taken in the site's own admin."""

    verdict: Verdict
    actor: Id
    """Who decided: your own id of the person."""
    reason: Note | None = None
    """Why: at most 2,000 code points, for the record. If it is one of your policy's codes of reasons, such as `abuse`,
    the author of a rejected comment is told that reason; no author reads anything else that stands here."""


class CheckBody(Body):
    """A text to judge without storing it."""

    text: CommentText
    """The text to judge, with the limits of a comment's."""
    article: ArticleBody | None = None
    """What it would stand on: section and article can have thresholds of their own."""
    author: AuthorBody | None = None
    """Who writes it. Only what is told here is used; nothing is looked up."""
    language: Language | None = None
    """The language of the text, as a BCP 47 tag such as `en`."""
