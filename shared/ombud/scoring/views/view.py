"""A view: one reading of a text."""

from dataclasses import dataclass

from ombud.domain.scores import Span
from ombud.scoring.views.mapped_text import MappedText

RAW = "raw"
NORMALISED = "normalised"
DEOBFUSCATED = "deobfuscated"


@dataclass(frozen=True, slots=True)
class View:
    """One reading of a text. Without a map, the text is the raw one."""

    name: str
    text: str
    mapped: MappedText | None = None

    def span(self, begin: int, end: int) -> Span:
        """Return the raw piece that the view's code points `begin` to `end` stand for; ends are exclusive.

        The smallest piece that holds all of them; so where writing direction was overridden, it may hold others too.
        """
        return (begin, end) if self.mapped is None else self.mapped.span(begin, end)
