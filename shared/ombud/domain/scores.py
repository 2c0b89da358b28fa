"""Attributes that a text is scored for, and the scores themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field

ATTRIBUTES = (
    "toxicity",
    "severe_toxicity",
    "obscene",
    "threat",
    "insult",
    "identity_attack",
    "sexual_explicit",
    "spam",
)
"""Detoxify's seven attributes, and spam. A model may give fewer; it never gives others."""


Span = tuple[int, int]
"""A piece of a text: begin and end in Unicode code points, the end exclusive."""


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model gave a score: its catalogue name and a version that changes with its weights."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class TextScores:
    """All that a model has to say about one text.

    `scores` maps attribute to probability, 0-1, rounded to four places so that what is stored, compared with a
    threshold and shown is one and the same number. `views` names the reading of the text that gave each attribute's
    score; `spans` holds the pieces of the raw text that caused it. `windows` says, where the text was too long for one
    window, which piece of the raw text gave each attribute's score.
    """

    scores: Mapping[str, float]
    views: Mapping[str, str] = field(default_factory=dict)
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    windows: Mapping[str, Span] = field(default_factory=dict)
    unread: str | None = None
    """Why the text could not be read in full, if so: a plain sentence. Such a text is held."""
