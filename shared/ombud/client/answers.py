"""What the API answers, as plain dictionaries with known keys. Every key is described at the service's `/docs`.

The service may add keys to them; it takes none away.
"""

from typing import Any, Literal, NotRequired, TypedDict


class Comment(TypedDict):
    """A comment as it is now."""

    id: str
    external_id: str | None
    revision: int
    status: Literal["pending", "approved", "held", "rejected", "erased"]
    display: Literal["show", "hide", "stub"]
    show_revision: int | None
    text: str | None
    show_text: str | None
    decision: dict[str, Any] | None
    created_at: str
    updated_at: str


class Receipt(TypedDict):
    """What an erasure removed."""

    erased_at: str | None
    removed: dict[str, int]
    id: NotRequired[str]
    begun_at: NotRequired[str]


class Report(TypedDict):
    """A reader's report."""

    id: str
    comment_id: str
    revision: int
    reason: str
    reported_at: str


class Appeal(TypedDict):
    """An author's appeal."""

    id: str
    comment_id: str
    revision: int
    decision_id: str
    status: Literal["open", "upheld", "granted", "overtaken"]
    text: str | None
    opened_at: str
    decided_at: str | None
    answer_id: str | None


class Status(TypedDict):
    """What the author of a comment may be told."""

    id: str
    state: Literal["pending", "approved", "held", "rejected", "erased"]
    reasons: list[dict[str, str]]
    usual_wait: dict[str, int] | None
    appeal: dict[str, Any]
    statement: dict[str, Any] | None


class Event(TypedDict):
    """One entry of the feed."""

    id: str
    sequence: int
    type: str
    timestamp: str
    data: dict[str, Any]
