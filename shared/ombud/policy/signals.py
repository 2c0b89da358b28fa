"""The signals that rules can use, each with its type and what it means. A rule that names another is refused."""

from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from ombud.domain.scores import ATTRIBUTES


class SignalType(Enum):
    """The types of the rule language that signals have."""

    BOOLEAN = "bool"
    INTEGER = "int"
    NUMBER = "double"
    TEXT = "string"


@dataclass(frozen=True, slots=True)
class Signal:
    """A named fact about a comment. An optional signal may be absent; a rule that needs it then does not apply."""

    name: str
    type: SignalType
    unit: str
    description: str
    optional: bool = False


_DECLARED = (
    Signal("text.length", SignalType.INTEGER, "code points", "Length of the text"),
    Signal("text.capitals_share", SignalType.NUMBER, "0-1", "Share of capitals among letters that have a case"),
    Signal("text.longest_run", SignalType.INTEGER, "code points", "Longest run of one repeated character"),
    Signal("links.count", SignalType.INTEGER, "links", "Web addresses in the text, with or without http"),
    Signal("links.domains", SignalType.INTEGER, "domains", "Different hosts that the text links to"),
    Signal(
        "author.approved",
        SignalType.INTEGER,
        "comments",
        "The author's approved comments, here or as the site told",
        True,
    ),
    Signal(
        "author.rejected",
        SignalType.INTEGER,
        "comments",
        "The author's rejected comments, here or as the site told",
        True,
    ),
    Signal("author.held", SignalType.INTEGER, "comments", "The author's comments that wait for a person", True),
    Signal("author.known_days", SignalType.NUMBER, "days", "Days since the author registered or first commented", True),
    Signal("author.role", SignalType.TEXT, "", "The author's role as the site told it, such as reader or staff", True),
    Signal(
        "velocity.author_minute",
        SignalType.INTEGER,
        "comments",
        "The author's comments in the last minute, this one too",
        True,
    ),
    Signal(
        "velocity.author_hour",
        SignalType.INTEGER,
        "comments",
        "The author's comments in the last hour, this one too",
        True,
    ),
    Signal(
        "repetition.author_day",
        SignalType.INTEGER,
        "comments",
        "The author's other comments of the last day with the same text",
        True,
    ),
    Signal("thread.is_reply", SignalType.BOOLEAN, "", "Whether the comment answers another"),
    Signal("reports.count", SignalType.INTEGER, "readers", "Readers who reported this text and are not muted", True),
    Signal(
        "reports.weight",
        SignalType.NUMBER,
        "",
        "Those readers weighed: each counts as the share of their earlier reports that people found right, one whose "
        "reports nobody settled yet as 0.5",
        True,
    ),
    Signal("language.code", SignalType.TEXT, "", "The text's language as detected, or else as the site told it", True),
    Signal("language.confidence", SignalType.NUMBER, "0-1", "How sure the detector is; 0 where the text is too short"),
    Signal("language.known_to_model", SignalType.BOOLEAN, "", "Whether the model was made for the text's language"),
    Signal("cascade.screened", SignalType.BOOLEAN, "", "Whether the linear screen judged alone", True),
    *(
        Signal(f"score.{attribute}", SignalType.NUMBER, "0-1", f"The model's score for {attribute}", True)
        for attribute in ATTRIBUTES
    ),
)

SIGNALS = MappingProxyType({signal.name: signal for signal in _DECLARED})
