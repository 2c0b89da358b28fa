"""What is said about one endpoint, as data: the description of the API is made of these."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal

from pydantic import BaseModel

from ombud.domain.keys import Scope

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A part of the path, a query parameter or a request header. `schema` is JSON Schema."""

    name: str
    place: Literal["path", "query", "header"]
    description: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to answer that is no problem. `headers` name entries of `HEADERS`."""

    status: HTTPStatus
    description: str
    body: type[BaseModel]
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """A response header; `always` says that every answer of that kind has it."""

    description: str
    schema: Mapping[str, Any]
    always: bool = True


@dataclass(frozen=True, slots=True)
class Operation:
    """One endpoint. `problems` are the codes of its own problems, beside those that every call can have."""

    method: Method
    path: str
    name: str
    tag: str
    summary: str
    description: str
    answers: tuple[Answer, ...]
    scope: Scope | None = None
    parameters: tuple[Parameter, ...] = ()
    body: type[BaseModel] | None = None
    problems: tuple[str, ...] = ()

    @property
    def all_problems(self) -> tuple[str, ...]:
        """The codes of every problem that this call can be answered with."""
        keyed = KEYED if self.scope else ()
        read = READ if self.body else ()
        checked = CHECKED if self.body or any(one.place == "query" for one in self.parameters) else ()
        return (*dict.fromkeys((*self.problems, *read, *checked, *keyed, *ALWAYS)),)


KEYED = ("missing-key", "unknown-key", "missing-scope", "rate-limited", "unavailable")
READ = ("malformed-json", "body-too-large", "unsupported-media-type")
CHECKED = ("invalid-request",)
ALWAYS = ("bad-request", "internal-error")

HEADERS: Mapping[str, Header] = {
    "X-Request-Id": Header(
        "Names this request in the service's logs. A request's own X-Request-Id is taken over where it has 8 to 64 "
        "letters, digits, dots, hyphens or underscores.",
        {"type": "string"},
    ),
    "Location": Header("Where it is.", {"type": "string", "format": "uri-reference"}),
    "Preference-Applied": Header("The wait that was granted and met.", {"type": "string"}, always=False),
    "Retry-After": Header("After how many seconds to try again.", {"type": "string", "pattern": "^[0-9]+$"}, False),
    "WWW-Authenticate": Header("How to authenticate.", {"type": "string"}),
    "RateLimit-Policy": Header("The limits that count for this request: quota and seconds.", {"type": "string"}, False),
    "RateLimit": Header("What is left of them, and in how many seconds they start anew.", {"type": "string"}, False),
}
"""All response headers that mean something to a caller."""

LIMITED = ("RateLimit-Policy", "RateLimit")
"""Headers of every answer to a request whose key was accepted."""
