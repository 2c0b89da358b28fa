"""Saying what is wrong with a request's fields, in sentences for people and without repeating what was sent."""

from collections.abc import Callable, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ombud.domain.errors import FieldError

LONGEST_STEP = 100
"""Unknown names are the caller's own words: a pointer repeats so much of each."""


def field_errors(error: ValidationError, under: str = "") -> list[FieldError]:
    """Name each wrong field by its JSON pointer, below the pointer `under`."""
    return [
        FieldError(under + "".join(f"/{_escaped(step)}" for step in detail["loc"]), _sentence(detail))
        for detail in error.errors(include_url=False)
    ]


def printable(text: str) -> str:
    """Return a text that can be sent: lone surrogates are written out, and the rest is cut after 100 characters."""
    cut = text if len(text) <= LONGEST_STEP else f"{text[:LONGEST_STEP]}…"
    return cut.encode("utf-8", "backslashreplace").decode()


def _escaped(step: str | int) -> str:
    return printable(str(step)).replace("~", "~0").replace("/", "~1")


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _too_long(detail: ErrorDetails) -> str:
    return f"must have at most {_counted(_limit(detail), 'character')}; has {len(detail['input']):,}"


def _too_many(detail: ErrorDetails) -> str:
    return f"must have at most {_counted(_limit(detail), 'item')}; has {len(detail['input']):,}"


def _limit(detail: ErrorDetails) -> int:
    context = detail["ctx"]
    return int(context["max_length"] if "max_length" in context else context["min_length"])


def _one_of(detail: ErrorDetails) -> str:
    return f"must be {str(detail['ctx']['expected']).replace(chr(39), '')}"


_SENTENCES: Mapping[str, str | Callable[[ErrorDetails], str]] = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of this request",
    "model_type": "must be an object",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "string_type": "must be a text",
    "string_unicode": "must not hold a lone surrogate (half of a character)",
    "string_too_short": lambda detail: f"must have at least {_counted(_limit(detail), 'character')}",
    "string_too_long": _too_long,
    "too_short": lambda detail: f"must have at least {_counted(_limit(detail), 'item')}",
    "too_long": _too_many,
    "int_type": "must be a whole number",
    "greater_than_equal": lambda detail: f"must be at least {detail['ctx']['ge']:,}",
    "less_than_equal": lambda detail: f"must be at most {detail['ctx']['le']:,}",
    "enum": _one_of,
}


def _sentence(detail: ErrorDetails) -> str:
    told = _SENTENCES.get(detail["type"])
    if callable(told):
        return told(detail)
    if told is not None:
        return told
    if detail["type"].startswith("datetime_"):
        return "is not a time that exists"
    message: str = detail["msg"]  # our own errors say it in our own words: see `fields`
    return message
