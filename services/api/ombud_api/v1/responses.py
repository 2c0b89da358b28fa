"""What the API answers, as models: they are its description, and tests hold every real answer against them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from ombud.domain.comment import Display, Status
from ombud.domain.events import EventType
from ombud_api.v1.answer_base import Answer, may_be_absent
from ombud_api.v1.decision_answer import Decision
from ombud_api.v1.readers_answers import AnnouncedAppeal, AnnouncedReport


class Article(Answer):
    """What is commented on: as much of it as the site ever told."""

    id: str
    """The site's own id."""
    url: str | None = may_be_absent()
    title: str | None = may_be_absent()
    section: str | None = may_be_absent()
    tags: list[str] | None = may_be_absent()
    published_at: datetime | None = may_be_absent()


class AnnouncedAuthor(Answer):
    """Who commented, without the name."""

    id: str
    """The site's own id."""
    role: str | None = may_be_absent()
    registered_at: datetime | None = may_be_absent()


class Author(AnnouncedAuthor):
    """Who commented: as much as the site ever told."""

    name: str | None = may_be_absent()
    """Left out for a key without the scope `read`."""


class AnnouncedComment(Answer):
    """A comment as events tell of it: without its text and its author's name."""

    id: UUID
    external_id: str | None
    """The site's own id of the comment."""
    parent_external_id: str | None
    """The site's own id of the comment that it answers."""
    site: str
    """The site's name."""
    language: str | None
    revision: int
    """Counted from 1; every edit makes a new one."""
    status: Status
    display: Display
    """What may be published now: `show` it, `hide` it, or leave a `stub` where readers have seen it before."""
    show_revision: int | None
    """Which revision to show: after an edit the last approved one, until the new one is decided."""
    article: Article
    author: AnnouncedAuthor | None
    """Null after erasure."""
    decision: Decision | None
    """The latest; null while there is none."""
    created_at: datetime
    updated_at: datetime


class Comment(AnnouncedComment):
    """A comment as it is now."""

    text: str | None
    """The present revision's text. Null after erasure and after the time that your policy keeps rejected texts; without
    the scope `read`, null unless it was just sent."""
    show_text: str | None
    """The text to show: that of `show_revision`. Null where nothing may be shown."""
    author: Author | None
    """Null after erasure."""


class CommentList(Answer):
    """A page of comments, newest first."""

    items: list[Comment]
    next_cursor: str | None
    """Send it as `cursor` for the next page; null on the last one."""


class Receipt(Answer):
    """What an erasure removed."""

    id: UUID
    erased_at: datetime
    removed: dict[str, int]
    """How many of what: texts, evidence of decisions, evidence in events, waiting jobs, appeals, notes, authors,
    deliveries that were on their way, answers of webhooks' receivers."""


class EventContent(Answer):
    """What an event is about, as it was at that moment."""

    comment: AnnouncedComment
    report: AnnouncedReport | None = may_be_absent()
    """In `comment.reported`."""
    appeal: AnnouncedAppeal | None = may_be_absent()
    """In `appeal.opened` and `appeal.decided`."""


class Event(Answer):
    """One entry of a site's feed."""

    id: UUID
    """Stable: whoever handles events keeps it, to handle none twice."""
    sequence: int
    """Rises with every event of the same comment: what has a lower one is out of date."""
    type: EventType
    timestamp: datetime
    data: EventContent


class EventList(Answer):
    """Some of a site's events, in order."""

    items: list[Event]
    next: str
    """Send it as `after` to get what comes next; keep it together with what you made of the items."""


class FieldProblem(Answer):
    """What is wrong with one field."""

    pointer: str = Field(examples=["/article/id"])
    """A JSON pointer into the body, or `?name` for a parameter; empty for the body as a whole."""
    detail: str = Field(examples=["is missing"])


class Problem(Answer):
    """Why a request was refused or failed (RFC 9457)."""

    type: str = Field(examples=["/problems/invalid-request"], json_schema_extra={"format": "uri-reference"})
    """Stable, for programs. It is an address of this service that explains the problem."""
    title: str
    """The kind of problem in a few words."""
    status: int
    """The HTTP status again."""
    detail: str
    """What happened this time, for people."""
    request_id: str
    """Names this request to whoever runs the service; the header X-Request-Id has it too."""
    errors: list[FieldProblem] | None = may_be_absent()
    """The fields that cannot be accepted, 50 at most."""


class BatchOutcome(Answer):
    """What became of one comment of a batch: either `comment` or `problem` is there."""

    status: int
    """What the comment would have got if it had come by itself: 202, 200, 409, 410 or 422."""
    comment: Comment | None = may_be_absent()
    problem: Problem | None = may_be_absent()


class BatchOutcomes(Answer):
    """One outcome for each comment of the batch, in its order."""

    items: list[BatchOutcome]


class Liveness(Answer):
    """The process answers."""

    status: Literal["ok"]


class Readiness(Answer):
    """Whether requests can be served."""

    status: Literal["ok", "degraded", "not ready"]
    problems: list[str]
    """What is lacking, in sentences."""
