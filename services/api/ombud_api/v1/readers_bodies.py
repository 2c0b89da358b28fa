"""The bodies of what readers ask for: reports, appeals, and the answers to these."""

from ombud.domain.appeals import Outcome
from ombud_api.v1.fields import AppealText, Body, Id, Note


class ReportBody(Body):
    """A reader's word that somebody should look at a comment."""

    reporter: Id
    """Your own id of the reader who reports. It is in no event and goes with that reader's erasure."""
    reason: Id
    """Why: `abuse`, `hate`, `threat`, `personal-data`, `legal`, `spam`, `off-topic`, `misinformation`, `other`, or the
    code of one of your policy's own reasons."""
    note: Note | None = None
    """What the reader wrote about it; at most 2,000 code points."""


class AppealBody(Body):
    """An author's request to look at a rejection again."""

    text: AppealText
    """What the author wrote: as long as your policy allows, 2,000 code points if it says nothing."""


class AppealDecisionBody(Body):
    """What a person of yours decided on an appeal."""

    outcome: Outcome
    """`grant` approves the comment; `uphold` lets the rejection stand."""
    actor: Id
    """Who decided: your own id of the person."""
    reason: Note | None = None
    """Why, for the record; at most 2,000 code points."""
