"""What the API answers, as models: they are its description, and tests hold every real answer against them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from ombud.domain.comment import Display, Status
from ombud.domain.decision import ActorKind, Cause, Verdict
from ombud.domain.events import EventType

Score = Annotated[float, Field(ge=0, le=1)]


class Answer(BaseModel):
    """A part of an answer. It has no fields but those named here."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def _never_null(schema: JsonDict) -> None:
    kinds = schema.pop("anyOf")
    assert isinstance(kinds, list)  # noqa: S101  pydantic's own shape of `X | None`
    [kind] = [kind for kind in kinds if kind != {"type": "null"}]
    assert isinstance(kind, dict)  # noqa: S101
    schema.pop("default")
    schema.update(kind)


def _may_be_absent() -> Any:
    """Describe a field that is left out where there is nothing to say, and is never null."""
    return Field(default=None, json_schema_extra=_never_null)


class Article(Answer):
    """What is commented on: as much of it as the site ever told."""

    id: str
    """The site's own id."""
    url: str | None = _may_be_absent()
    title: str | None = _may_be_absent()
    section: str | None = _may_be_absent()
    tags: list[str] | None = _may_be_absent()
    published_at: datetime | None = _may_be_absent()


class AnnouncedAuthor(Answer):
    """Who commented, without the name."""

    id: str
    """The site's own id."""
    role: str | None = _may_be_absent()
    registered_at: datetime | None = _may_be_absent()


class Author(AnnouncedAuthor):
    """Who commented: as much as the site ever told."""

    name: str | None = _may_be_absent()
    """Left out for a key without the scope `read`."""


class Actor(Answer):
    """Who decided."""

    kind: ActorKind
    id: str | None = _may_be_absent()
    """The site's or the desk's own id of a person; the machine has none."""


class Reason(Answer):
    """One entry of a decision's evidence. Every one that was found is here, not only the one that weighed most."""

    code: str = Field(examples=["threshold.toxicity"])
    """Stable, for programs: `threshold.<attribute>`, `rule.<name>` and others."""
    message: str
    """For people."""
    verdict: Verdict
    """What this reason by itself asks for."""
    attribute: str | None = _may_be_absent()
    """The attribute that was scored."""
    score: float | None = _may_be_absent()
    """What the model gave it, 0 to 1."""
    threshold: float | None = _may_be_absent()
    """The value from which the policy says so."""
    view: str | None = _may_be_absent()
    """Which reading of the text had that score: raw, normalised or de-obfuscated."""
    spans: list[Annotated[list[int], Field(min_length=2, max_length=2)]] | None = _may_be_absent()
    """The pieces of the raw text that caused it: begin and end in Unicode code points, the end exclusive."""
    rule: str | None = _may_be_absent()
    """The rule that fired."""


class Model(Answer):
    """A scoring model."""

    name: str
    version: str


class Decision(Answer):
    """A verdict on one revision, with its evidence. Decisions are never changed, only followed by others."""

    id: UUID
    revision: int
    """The revision that was decided on."""
    verdict: Verdict
    cause: Cause
    """Why it was taken: a revision's first decision, or what came up later."""
    actor: Actor
    reasons: list[Reason]
    """The severest first; empty where nothing speaks against the comment, and after erasure."""
    scores: dict[str, Score]
    """By attribute; empty where no model was asked, and after erasure."""
    model: Model | None
    """The model that scored; null where a person or another system decided."""
    policy_version: int | None
    """The number of the policy that was applied."""
    undoes: UUID | None = _may_be_absent()
    """The decision that this one takes back."""
    decided_at: datetime


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
    """The present revision's text. Null after erasure; without the scope `read`, null unless it was just sent."""
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
    """How many of what: texts, evidence of decisions, evidence in events, waiting jobs, authors."""


class Check(Answer):
    """What would be decided about a text."""

    verdict: Verdict
    reasons: list[Reason]
    scores: dict[str, Score]
    model: Model | None
    policy_version: int | None


class EventContent(Answer):
    """What an event is about, as it was at that moment."""

    comment: AnnouncedComment


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
    errors: list[FieldProblem] | None = _may_be_absent()
    """The fields that cannot be accepted, 50 at most."""


class BatchOutcome(Answer):
    """What became of one comment of a batch: either `comment` or `problem` is there."""

    status: int
    """What the comment would have got if it had come by itself: 202, 200, 409, 410 or 422."""
    comment: Comment | None = _may_be_absent()
    problem: Problem | None = _may_be_absent()


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
