"""A text that has been changed, and that still knows which raw characters each of its characters stands for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ombud.domain.scores import Span

Edit = tuple[int, int, str]
"""A piece of a text, begin and end, and what it becomes."""

_Offsets = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class MappedText:
    """A text with, for each of its code points, begin and end of the raw piece that it stands for: [length] each.

    Changing it gives a new one, in time linear in the lengths of the two.
    """

    text: str
    begins: _Offsets
    ends: _Offsets

    @classmethod
    def raw(cls, text: str) -> "MappedText":
        """Begin with a raw text: each character stands for itself."""
        begins = np.arange(len(text), dtype=np.int32)
        return cls(text, begins, begins + 1)

    def span(self, begin: int, end: int) -> Span:
        """Return the smallest piece of the raw text that holds all that the characters `begin` to `end` stand for.

        An empty piece maps to an empty piece. Offsets beyond the text are cut to it.
        """
        begin, end = max(0, min(begin, len(self.text))), min(end, len(self.text))
        if begin < end:
            return int(self.begins[begin:end].min()), int(self.ends[begin:end].max())
        place = int(self.begins[begin]) if begin < len(self.text) else int(self.ends.max(initial=0))
        return place, place

    def spell(self, pieces: Sequence[str]) -> "MappedText":
        """Put a piece, which may be empty, in the place of each character."""
        text = "".join(pieces)
        if text == self.text:
            return self
        lengths = np.fromiter(map(len, pieces), dtype=np.int32, count=len(pieces))
        return MappedText(text, np.repeat(self.begins, lengths), np.repeat(self.ends, lengths))

    def edit(self, edits: Iterable[Edit]) -> "MappedText":
        """Put new text in the place of pieces, which come in order, do not overlap and are not empty."""
        found = list(edits)
        if not found:
            return self
        pieces: list[str] = []
        done = 0
        for begin, end, new in found:
            pieces += (self.text[done:begin], new)
            done = end
        pieces.append(self.text[done:])
        first, last, lengths = self._sources(found)
        return MappedText(
            "".join(pieces),
            np.repeat(np.minimum(self.begins[first], self.begins[last]), lengths),
            np.repeat(np.maximum(self.ends[first], self.ends[last]), lengths),
        )

    def reorder(self, order: Sequence[int]) -> "MappedText":
        """Keep the characters at the places `order`, in that order."""
        return MappedText("".join(map(self.text.__getitem__, order)), self.begins[order], self.ends[order])

    def _sources(self, edits: Sequence[Edit]) -> tuple[_Offsets, _Offsets, _Offsets]:
        """Per character: where its piece begins, where the piece ends, and how many characters come of it."""
        begins, ends = (np.array([edit[side] for edit in edits], dtype=np.int32) for side in (0, 1))
        lengths = np.ones(len(self.text), dtype=np.int32)
        gone = np.zeros(len(self.text) + 1, dtype=np.int32)
        gone[begins] += 1
        gone[ends] -= 1
        lengths[np.cumsum(gone[:-1]) > 0] = 0
        lengths[begins] = [len(new) for _, _, new in edits]
        first = np.arange(len(self.text), dtype=np.int32)
        last = first.copy()
        last[begins] = ends - 1
        return first, last, lengths
