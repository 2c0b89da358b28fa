"""What a reader sends: a comment or a new text for one, from the page's script or as a plain form."""

import re
import secrets
from dataclasses import dataclass
from typing import Any, Final

from flask import Request

LONGEST_NAME: Final = 60
LONGEST_TEXT: Final = 10_000
_LONGEST_ID: Final = 255
_SUBMISSION: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Written:
    """The form's content."""

    name: str = ""
    text: str = ""
    parent: str | None = None
    submission: str = ""
    """Made with each form, so that a form sent twice is one comment."""
    editing: str | None = None
    """Ombud's id of the comment that gets a new text."""

    @property
    def complete(self) -> bool:
        """Whether there is something to send."""
        return bool(self.text) and (bool(self.name) or self.editing is not None)


def new_submission() -> str:
    """Make a number for one form."""
    return secrets.token_hex(16)


def written(request: Request, editing: str | None = None) -> Written | None:
    """Read what was sent; None if it is neither JSON nor a plain form."""
    match request.mimetype:
        case "application/json":
            sent = request.get_json(silent=True)
            fields: dict[str, Any] = sent if isinstance(sent, dict) else {}
        case "application/x-www-form-urlencoded":
            fields = request.form.to_dict()
        case _:
            return None
    submission = _words(fields, "submission")
    return Written(
        name=" ".join(_words(fields, "name").split())[:LONGEST_NAME],
        text=_words(fields, "text").replace("\r\n", "\n").strip(),
        parent=_words(fields, "parent")[:_LONGEST_ID] or None,
        submission=submission if _SUBMISSION.fullmatch(submission) else new_submission(),
        editing=editing,
    )


def _words(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""
