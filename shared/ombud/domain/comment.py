"""A comment's status: what may follow what, and what a site may show because of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from ombud.domain.decision import Verdict
from ombud.domain.errors import OmbudError


class Status(StrEnum):
    """Where a comment stands."""

    PENDING = "pending"
    APPROVED = "approved"
    HELD = "held"
    REJECTED = "rejected"
    ERASED = "erased"


class Display(StrEnum):
    """What a site may publish now. A stub keeps the place of a comment that readers have seen, without its text."""

    SHOW = "show"
    HIDE = "hide"
    STUB = "stub"


class WhileEdited(StrEnum):
    """A site's choice for an approved comment that was edited and waits for the new decision."""

    SHOW_LAST_APPROVED = "show_last_approved"
    HIDE = "hide"


class Act(StrEnum):
    """What can happen to a comment's status."""

    ACCEPT = "accept"
    EDIT = "edit"
    APPROVE = "approve"
    HOLD = "hold"
    REJECT = "reject"
    ERASE = "erase"


ACT_OF_VERDICT: Mapping[Verdict, Act] = MappingProxyType(
    {Verdict.APPROVE: Act.APPROVE, Verdict.HOLD: Act.HOLD, Verdict.REJECT: Act.REJECT}
)

_LIVING = frozenset({Status.PENDING, Status.APPROVED, Status.HELD, Status.REJECTED})

_TABLE: Mapping[Act, tuple[frozenset[Status], Status]] = MappingProxyType(
    {
        Act.EDIT: (_LIVING, Status.PENDING),
        Act.APPROVE: (_LIVING, Status.APPROVED),
        Act.HOLD: (_LIVING, Status.HELD),
        Act.REJECT: (_LIVING, Status.REJECTED),
        Act.ERASE: (_LIVING, Status.ERASED),
    }
)


class TransitionError(OmbudError):
    """An act that a comment's status does not allow. Callers look first, so this is a defect of ours."""


@dataclass(frozen=True, slots=True)
class CommentState:
    """All that a transition reads and writes."""

    status: Status
    status_version: int
    revision: int
    approved_revision: int | None
    """The newest revision that was approved and may still be shown."""
    ever_shown: bool


def transition(state: CommentState | None, act: Act) -> CommentState:
    """Say what an act makes of a comment. The only place that decides a status.

    `state` is None for a comment that does not exist yet; `Act.ACCEPT` makes it. `TransitionError` where the status
    does not allow the act: nothing follows erasure, and nothing but acceptance comes first.
    """
    if state is None:
        if act is not Act.ACCEPT:
            raise TransitionError(f"a comment must be accepted before '{act}'")
        return CommentState(Status.PENDING, 1, 1, None, ever_shown=False)
    allowed, status = _TABLE.get(act, (frozenset(), state.status))
    if state.status not in allowed:
        raise TransitionError(f"'{act}' cannot follow status '{state.status}'")
    changed = replace(state, status=status, status_version=state.status_version + 1)
    match act:
        case Act.EDIT:
            return replace(changed, revision=state.revision + 1)
        case Act.APPROVE:
            return replace(changed, approved_revision=state.revision, ever_shown=True)
        case Act.REJECT | Act.ERASE:
            return replace(changed, approved_revision=None)
        case _:
            return changed


def display(state: CommentState, while_edited: WhileEdited) -> tuple[Display, int | None]:
    """Say what a site may publish now, and which revision of it.

    An approved comment under edit goes on showing its last approved revision, unless the site hides it meanwhile.
    """
    if state.status is Status.APPROVED:
        return Display.SHOW, state.revision
    shows_older = state.approved_revision is not None and state.approved_revision < state.revision
    if state.status in (Status.PENDING, Status.HELD) and shows_older and while_edited is not WhileEdited.HIDE:
        return Display.SHOW, state.approved_revision
    if state.status in (Status.REJECTED, Status.ERASED) and state.ever_shown:
        return Display.STUB, None
    return Display.HIDE, None
