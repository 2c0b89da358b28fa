"""Reading Perspective's requests, with the errors that the real service has for them."""

from collections.abc import Iterable
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from ombud.history.html_text import html_text
from ombud_api.doors.perspective.attributes import our_attribute
from ombud_api.doors.perspective.bodies import Written
from ombud_api.doors.perspective.errors import InvalidArgument
from ombud_api.v1.field_errors import field_errors
from ombud_api.v1.json_body import LARGEST_BODY, read_json

LARGEST_TEXT = 20 * 1024
"""Bytes in UTF-8, the real service's limit."""

AnyBody = TypeVar("AnyBody", bound=BaseModel)


def read_request(kind: type[AnyBody]) -> AnyBody:
    """Return the request's body; `InvalidArgument` names the first field that is wrong."""
    value = read_json(LARGEST_BODY)
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        first = field_errors(error)[0]
        raise InvalidArgument(f"Invalid value at '{first.pointer or '/'}': {first.detail}.") from None


def comment_text(comment: Written) -> str:
    """Return the comment's text as readers see it; `InvalidArgument` where it is empty or too long."""
    if len(comment.text.encode("utf-8", "surrogatepass")) > LARGEST_TEXT:
        raise InvalidArgument("Comment text too long.", "COMMENT_TOO_LONG")
    text = html_text(comment.text) if comment.type == "HTML" else comment.text
    if not text.strip():
        raise InvalidArgument("Comment must be non-empty.", "COMMENT_EMPTY")
    return text


def known_attributes(names: Iterable[str]) -> dict[str, str]:
    """Map the attributes that are asked for to ours; `InvalidArgument` for none at all, and for one we do not have."""
    found = {}
    for name in names:
        ours = our_attribute(name)
        if ours is None:
            raise InvalidArgument(f"Unknown requested attribute: {name[:100]}")
        found[name] = ours
    if not found:
        raise InvalidArgument("Missing requested_attributes.", "NO_REQUESTED_ATTRIBUTES")
    return found
