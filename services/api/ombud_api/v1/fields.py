"""Field types of requests, with their limits. Input is bounded here, before anything looks at it."""

import re
import sys
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

LONGEST_TEXT = 10_000
LONGEST_ID = 255
LONGEST_NAME = 500
LONGEST_URL = 2048
LONGEST_NOTE = 2000
MOST_COMBINING_MARKS = 30
LARGEST_COUNT = 2**31 - 1


def _marks() -> str:
    ranges: list[tuple[int, int]] = []
    for code_point in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code_point)) in ("Mn", "Me"):
            if ranges and ranges[-1][1] == code_point - 1:
                ranges[-1] = (ranges[-1][0], code_point)
            else:
                ranges.append((code_point, code_point))
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_TOO_MANY_MARKS = re.compile(f"[{_marks()}]{{{MOST_COMBINING_MARKS + 1}}}")


def _storable(value: str) -> str:
    if "\x00" in value:
        raise PydanticCustomError("null_character", "must not hold the character U+0000")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise PydanticCustomError("lone_surrogate", "must not hold a lone surrogate (half of a character)") from None
    return value


def _readable(value: str) -> str:
    if not value.isascii() and _TOO_MANY_MARKS.search(value):
        raise PydanticCustomError(
            "combining_marks", "must not hold more than {most} combining marks in a row", {"most": MOST_COMBINING_MARKS}
        )
    return value


def _web_address(value: str) -> str:
    if not value.lower().startswith(("http://", "https://")):
        raise PydanticCustomError("web_address", "must be an address that starts with http:// or https://")
    return value


def _written_time(value: object) -> object:
    if not isinstance(value, str):
        raise PydanticCustomError("time_text", "must be a time in ISO 8601, such as 2026-11-23T09:30:00Z")
    return value


String = Annotated[str, Field(strict=True), AfterValidator(_storable)]
CommentText = Annotated[String, Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(_readable)]
Id = Annotated[String, Field(min_length=1, max_length=LONGEST_ID)]
Name = Annotated[String, Field(max_length=LONGEST_NAME)]
Note = Annotated[String, Field(max_length=LONGEST_NOTE)]
Url = Annotated[String, Field(max_length=LONGEST_URL), AfterValidator(_web_address)]
Language = Annotated[String, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]
Count = Annotated[int, Field(strict=True, ge=0, le=LARGEST_COUNT)]
Time = Annotated[
    AwareDatetime, BeforeValidator(_written_time), WithJsonSchema({"type": "string", "format": "date-time"})
]


class Body(BaseModel):
    """A request's body or a part of it. Unknown fields are refused, by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)
