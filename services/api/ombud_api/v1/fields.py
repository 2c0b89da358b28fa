"""Field types of requests, with their limits. Input is bounded here, before anything looks at it."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from ombud.domain.limits import (
    LANGUAGE,
    LONGEST_ID,
    LONGEST_LANGUAGE,
    LONGEST_NAME,
    LONGEST_TEXT,
    LONGEST_URL,
    MOST_COMBINING_MARKS,
    WEB_ADDRESS,
    stacks_marks,
)

LONGEST_NOTE = 2000
LONGEST_APPEAL = 10_000  # no policy allows more
LONGEST_ADDRESS = 64
LONGEST_USER_AGENT = 1000
LARGEST_COUNT = 2**31 - 1

_WRITTEN_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)


def _storable(value: str) -> str:
    if "\x00" in value:
        raise PydanticCustomError("null_character", "must not hold the character U+0000")
    return value


def _readable(value: str) -> str:
    if stacks_marks(value):
        raise PydanticCustomError(
            "combining_marks", "must not hold more than {most} combining marks in a row", {"most": MOST_COMBINING_MARKS}
        )
    return value


def _web_address(value: str) -> str:
    if not WEB_ADDRESS.fullmatch(value):
        raise PydanticCustomError("web_address", "must be an address that starts with http:// or https://")
    return value


def _language_tag(value: str) -> str:
    if not LANGUAGE.fullmatch(value):
        raise PydanticCustomError("language_tag", "must be a language tag (BCP 47), such as en or pt-BR")
    return value


def _written_time(value: object) -> object:
    if not isinstance(value, str) or not _WRITTEN_TIME.fullmatch(value):
        raise PydanticCustomError("time_text", "must be a time with its zone, such as 2026-11-23T09:30:00Z")
    return value


def _whole(value: object) -> object:
    # To JSON 12.0 is the same number as 12, and some languages write it so.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:  # what is before year 1 or after 9999 in UTC could be stored, but never read again
        raise PydanticCustomError("time_range", "must lie between the years 1 and 9999 in UTC") from None


def _text(most: int, *, least: int = 0, pattern: str | None = None) -> Any:
    shown: JsonDict = {"pattern": pattern or r"^[^\u0000]*$"}
    return Field(strict=True, min_length=least or None, max_length=most, json_schema_extra=shown)


CommentText = Annotated[str, _text(LONGEST_TEXT, least=1), AfterValidator(_storable), AfterValidator(_readable)]
AppealText = Annotated[str, _text(LONGEST_APPEAL, least=1), AfterValidator(_storable), AfterValidator(_readable)]
Id = Annotated[str, _text(LONGEST_ID, least=1), AfterValidator(_storable)]
Name = Annotated[str, _text(LONGEST_NAME), AfterValidator(_storable)]
Note = Annotated[str, _text(LONGEST_NOTE), AfterValidator(_storable)]
Address = Annotated[str, _text(LONGEST_ADDRESS), AfterValidator(_storable)]
UserAgent = Annotated[str, _text(LONGEST_USER_AGENT), AfterValidator(_storable)]
Url = Annotated[str, _text(LONGEST_URL, pattern=WEB_ADDRESS.pattern), AfterValidator(_web_address)]
Language = Annotated[str, _text(LONGEST_LANGUAGE, pattern=LANGUAGE.pattern), AfterValidator(_language_tag)]
Count = Annotated[int, Field(strict=True, ge=0, le=LARGEST_COUNT), BeforeValidator(_whole)]
Time = Annotated[
    AwareDatetime,
    BeforeValidator(_written_time),
    AfterValidator(_in_utc),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


class Body(BaseModel):
    """A request's body or a part of it. Unknown fields are refused, by name."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
