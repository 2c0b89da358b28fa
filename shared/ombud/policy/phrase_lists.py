"""The policy file's lists of words and phrases, and the signals that each of them gives to rules."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from ombud.policy.field_types import Part
from ombud.policy.signals import SIGNALS, Signal, SignalType

MOST_PHRASES = 50_000
LONGEST_PHRASE = 200
MOST_LISTS = 50

# Words that CEL keeps for itself (https://github.com/google/cel-spec/blob/master/doc/langdef.md, RESERVED and
# literals). `lists.in.hit` would not parse.
_RESERVED = frozenset(
    {"as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop"}
    | {"namespace", "null", "package", "return", "true", "var", "void", "while"}
)

ListName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=50)]
Phrase = Annotated[str, Field(min_length=1, max_length=LONGEST_PHRASE)]


class Match(StrEnum):
    """The reading of a text that a list is looked for in."""

    RAW = "raw"
    """As it was typed: capitals count."""
    NORMALISED = "normalised"
    """Without case, invisible characters and decorated letters."""
    DEOBFUSCATED = "deobfuscated"
    """As normalised, and with disguised words as a person reads them: letters that look alike, leetspeak, i d i o t."""


class PhraseList(Part):
    """Words and phrases, given here as `terms` or in a `file` beside the policy, one a line."""

    terms: Annotated[tuple[Phrase, ...], Field(max_length=MOST_PHRASES)] | None = None
    file: Annotated[str, Field(min_length=1, max_length=255)] | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    """Of the file that `terms` were taken from, when the policy was activated."""
    match: Match = Match.NORMALISED

    @field_validator("match", mode="before")
    @classmethod
    def _known_match(cls, value: object) -> object:
        return Match(value) if isinstance(value, str) and value in tuple(Match) else value

    @field_validator("terms")
    @classmethod
    def _no_blank_phrase(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        for term in value or ():
            if not term.strip():
                raise ValueError("a phrase must hold more than white space")
        return value

    @model_validator(mode="after")
    def _one_source(self) -> "PhraseList":
        if self.terms is None and self.file is None:
            raise ValueError("a list needs `terms: [...]` or `file: NAME`")
        if self.terms is not None and self.file is not None and self.sha256 is None:
            raise ValueError("a list has `terms` or `file`, not both")
        return self


def check_list_name(name: str) -> str:
    """Return a list's name; `ValueError` for one that rules could not use."""
    if name in _RESERVED:
        raise ValueError(f"'{name}' is a word of the rule language; name the list otherwise")
    return name


def signals_with_lists(lists: Mapping[str, PhraseList]) -> Mapping[str, Signal]:
    """Return the signals that a policy's rules can use: all that there are always, and two for each of its lists."""
    if not lists:
        return SIGNALS
    declared = dict(SIGNALS)
    for name in lists:
        hit = Signal(f"lists.{name}.hit", SignalType.BOOLEAN, "", f"Whether the text has a phrase of the list '{name}'")
        count = Signal(f"lists.{name}.count", SignalType.INTEGER, "phrases", f"Phrases of the list '{name}' in it")
        declared |= {hit.name: hit, count.name: count}
    return declared
