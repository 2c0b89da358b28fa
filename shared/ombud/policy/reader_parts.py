"""The parts of the policy file for readers: what they are told, what they may ask, and whose word counts how much."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from ombud.domain.author_reasons import ANY_LANGUAGE
from ombud.domain.dsa_format import COUNTRIES
from ombud.policy.field_types import Duration, Language, Name, Part, Score

LONGEST_GROUND = 500
"""As the EU's transparency database takes it."""


def _by_language(value: object) -> object:
    return {ANY_LANGUAGE: value} if isinstance(value, str) else value


def _known_country(value: str) -> str:
    if value not in COUNTRIES:
        raise ValueError("a country is one of the European Economic Area, as two capitals such as DE")
    return value


Texts = Annotated[
    Mapping[Language, Annotated[str, Field(min_length=1, max_length=500)]],
    Field(min_length=1, max_length=50),
    BeforeValidator(_by_language),
]
"""One text for everybody, or one for each language: `{en: ..., de: ...}`."""

Country = Annotated[str, AfterValidator(_known_country)]
Ground = Annotated[str, Field(min_length=1, max_length=LONGEST_GROUND)]


class AuthorReason(Part):
    """A reason that a moderator can give with one key, and what the author reads then.

    `ground` is the law or the clause that statements of reasons name for it.
    """

    code: Name
    key: Annotated[int, Field(strict=True, ge=1, le=9)]
    author_text: Texts
    appealable: bool = True
    ground: Ground | None = None


class Appeals(Part):
    """How long after a rejection its author may appeal, and with how many code points."""

    window: Duration = timedelta(days=14)
    length: Annotated[int, Field(strict=True, ge=1, le=10_000)] = 2000


class Reports(Part):
    """When a reporter is muted: from `mute_after` settled reports on, while less than `mute_below` of them were right.

    A report is settled by the next decision of a person on what was reported: right if that rejects, wrong if it
    approves.
    """

    mute_after: Annotated[int, Field(strict=True, ge=1, le=1000)] = 10
    mute_below: Score = 0.2


class Statements(Part):
    """What statements of reasons say of the site: the rules that it rejects by, and where its decisions apply."""

    rules: Ground = "The rules for comments on this site"
    territory: Annotated[tuple[Country, ...], Field(min_length=1)] = COUNTRIES
