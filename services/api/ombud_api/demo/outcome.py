"""What became of a comment, in words for the person who wrote it."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from ombud_api.demo.ombud_client import Answer

WAITING: Final = "waiting"
PUBLISHED: Final = "published"
DECLINED: Final = "declined"
FAILED: Final = "failed"


@dataclass(frozen=True)
class Outcome:
    """The state of one's own comment."""

    state: str
    message: str
    reasons: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For the page's script."""
        return asdict(self)


UNREACHABLE: Final = Outcome(
    FAILED,
    "We could not reach our comment desk just now. Your text is still in the form; please try again in a minute.",
)
NOT_FROM_OUR_PAGE: Final = Outcome(FAILED, "This did not come from our own page, so we have not posted it.")
EMPTY: Final = Outcome(FAILED, "Please write your name and a comment first.")


def outcome_of(comment: dict[str, Any], told: dict[str, Any] | None) -> Outcome:
    """Put a comment's status into words. `told` is the answer of `/status`, what its author may be told."""
    told = told or {}
    match comment.get("status"):
        case "approved":
            return Outcome(PUBLISHED, "Published. Thank you for joining in.")
        case "rejected":
            message = "Not published: it does not keep to our rules for comments."
            return Outcome(DECLINED, message, _reasons(told))
        case "erased":
            return Outcome(DECLINED, "This comment has been deleted.")
        case "held":
            message = f"A moderator will read your comment before it appears, {_usually(told)}."
            return Outcome(WAITING, message, _reasons(told))
        case _:
            return Outcome(WAITING, "Your comment is being checked. This usually takes a few seconds.")


def refusal(answer: Answer) -> Outcome:
    """Put an answer that is not a success into words. Details meant for programmers are left out."""
    match answer.status:
        case 422 | 400 | 413:
            details = [
                str(error.get("detail", "")) for error in answer.body.get("errors", []) if isinstance(error, dict)
            ]
            return Outcome(
                FAILED, "We could not take this text as it is.", tuple(detail for detail in details if detail)
            )
        case 403 | 423:
            return Outcome(FAILED, "You cannot comment here at the moment: comments on this article are closed to you.")
        case 404 | 410:
            return Outcome(FAILED, "This comment no longer exists.")
        case 409:
            return Outcome(FAILED, "Something changed in the meantime. Please reload the page and look again.")
        case 429:
            return Outcome(FAILED, "That was a lot of comments at once. Please wait a minute and send it again.")
        case _:
            return UNREACHABLE


def _reasons(told: dict[str, Any]) -> tuple[str, ...]:
    """Return the plain words of the reasons: strings, or objects with a `message` or `text`."""
    found = []
    for reason in told.get("reasons") or []:
        words = reason.get("message") or reason.get("text") if isinstance(reason, dict) else reason
        if words:
            found.append(str(words))
    return tuple(dict.fromkeys(found))


def _usually(told: dict[str, Any]) -> str:
    """Return the usual waiting time in words, from `usual_wait_seconds`."""
    seconds = told.get("usual_wait_seconds")
    if not isinstance(seconds, int | float) or seconds <= 0:
        return "usually within the hour"
    minutes = round(seconds / 60)
    if minutes <= 1:
        return "usually within a minute or two"
    return f"usually within {minutes} minutes" if minutes < 90 else f"usually within {round(minutes / 60)} hours"
