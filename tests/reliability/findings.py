"""What a checker finds wrong, in sentences for whoever has to find out why."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

Row = Mapping[str, Any]


@dataclass(slots=True)
class Findings:
    """What is wrong; each field a list of sentences."""

    lost: list[str] = field(default_factory=list)
    """Acknowledged, and not there."""
    unexpected: list[str] = field(default_factory=list)
    """There, and never sent."""
    double: list[str] = field(default_factory=list)
    """Accepted or decided more than once."""
    undecided: list[str] = field(default_factory=list)
    """Neither decided nor superseded."""
    stale: list[str] = field(default_factory=list)
    """A decision on an older revision that was announced after the newer one, or that is the comment's own."""
    contradictory: list[str] = field(default_factory=list)
    """The feed's last word on a comment is not what the tables say."""
    disordered: list[str] = field(default_factory=list)
    """Gaps or steps back in the feed's positions or a comment's sequence; events that a follower missed."""
    undelivered: list[str] = field(default_factory=list)
    """An event that the webhook's receiver never got, though nothing is under way any more."""
    unstable: list[str] = field(default_factory=list)
    """An event that the receiver got under more than one id, or under an id that is not its own."""
    revived: list[str] = field(default_factory=list)
    """Something of an erased comment that is still, or again, there."""

    def kinds(self) -> set[str]:
        """Names of the lists that are not empty."""
        return {one.name for one in fields(self) if getattr(self, one.name)}

    def __str__(self) -> str:
        lists = ((one.name, getattr(self, one.name)) for one in fields(self))
        lines = [f"{name}: {len(found)}, such as {found[:3]}" for name, found in lists if found]
        return "\n".join(lines) or "nothing wrong"
