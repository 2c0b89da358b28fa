"""What the API answers about readers' rights: reports, appeals, status, erasure and export."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ombud.domain.appeals import AppealStatus
from ombud.domain.comment import Status
from ombud_api.v1.answer_base import Answer


class Report(Answer):
    """A reader's report, as it was stored."""

    id: UUID
    comment_id: UUID
    revision: int
    """Which revision was reported."""
    reason: str
    reported_at: datetime


class AnnouncedReport(Report):
    """A report as its event tells it: without the reader who reported and without the note."""

    wants_look: bool
    """Whether somebody should look: not where a person has judged the same text for the same reason."""


class AnnouncedAppeal(Answer):
    """An appeal as events tell it: without its text."""

    id: UUID
    comment_id: UUID
    revision: int
    decision_id: UUID
    """The rejection that is appealed."""
    status: AppealStatus
    """`open`; `upheld`: the rejection stands; `granted`: the comment was approved; `overtaken`: the comment was edited,
    erased or decided otherwise meanwhile."""
    opened_at: datetime
    decided_at: datetime | None
    answer_id: UUID | None
    """The decision that was taken on it."""


class Appeal(AnnouncedAppeal):
    """An appeal."""

    text: str | None
    """What the author wrote. Null after erasure and after the time that your policy keeps it."""


class AppealList(Answer):
    """A page of appeals, newest first."""

    items: list[Appeal]
    next_cursor: str | None
    """Send it as `cursor` for the next page; null on the last one."""


class ToldReason(Answer):
    """One reason, as an author may read it."""

    code: str
    """`held`, or the reason's code."""
    text: str
    """In the words of your policy, or the usual ones."""


class UsualWait(Answer):
    """How long comments that were held waited for a person, over the last seven days."""

    half_within_minutes: int
    nine_in_ten_within_minutes: int


class AppealRight(Answer):
    """Whether the author can appeal against the latest decision."""

    possible: bool
    until: datetime | None
    """The end of the time for it. Null where there is nothing to appeal, or no appeal is admitted."""
    length: int
    """How many code points an appeal may have."""
    opened: AnnouncedAppeal | None
    """The appeal that was made against this decision."""


class Ground(Answer):
    """What a rejection rests on."""

    kind: Literal["law", "rules"]
    reference: str
    """The law, or the clause of the site's rules."""


class Statement(Answer):
    """The statement of reasons for a rejection, as Article 17 of the EU's Digital Services Act has it."""

    decision_id: UUID
    decided_at: datetime
    restriction: Literal["removed", "not_published"]
    """`removed` where readers had seen the comment."""
    ground: Ground
    explanation: str
    facts: str
    automated_detection: bool
    automated_decision: bool
    territory: list[str]
    """The countries in which the decision applies."""
    redress: str
    """What the author can do about it."""


class AuthorStatus(Answer):
    """What the author of a comment may be told. It holds no score, threshold, rule or listed word."""

    id: UUID
    external_id: str | None
    revision: int
    state: Status
    reasons: list[ToldReason]
    """Why it is held or rejected; empty otherwise."""
    usual_wait: UsualWait | None
    """Only for a held comment, and null where too few were decided lately to say."""
    appeal: AppealRight
    statement: Statement | None
    """Only for a rejected comment."""


class AuthorReceipt(Answer):
    """What the erasure of an author removed."""

    begun_at: datetime
    erased_at: datetime | None
    """Null while it goes on: ask again, or let it finish by itself."""
    removed: dict[str, int]
    """How many of what: comments, texts, evidence of decisions and in events, appeals, reports, notes, authors."""


class AuthorExport(Answer):
    """All that is kept about one reader."""

    exported_at: datetime
    author: dict[str, Any] | None
    """The reader as an author: id, name, role, times and counts. Null for somebody who only reported."""
    reporter: dict[str, Any] | None
    """How the reader's reports came out."""
    comments: list[dict[str, Any]]
    """Every comment with its revisions, decisions and appeals."""
    reports: list[dict[str, Any]]
    """Every report that the reader made."""
