"""Overlapping windows of a long text, so that an insult is not diluted by what stands around it."""

from collections.abc import Iterator

from ombud.domain.scores import Span

WINDOW = 512
"""Code points. About 90 words: nine of ten comments are one window."""

STEP = WINDOW // 2

_LONGEST_WORD = 64


def windows(text: str) -> Iterator[Span]:
    """Yield where the windows of `text` are: at most `WINDOW` code points each, `STEP` apart, covering all of it.

    A window begins and ends between words where there is a space within 64 code points; a text of at most
    `WINDOW` is one. Never yields nothing: an empty text is one empty window.
    """
    begin = 0
    while len(text) - begin > WINDOW:
        yield begin, _between_words(text, begin + WINDOW)
        begin = _between_words(text, begin + STEP)
    yield begin, len(text)


def _between_words(text: str, position: int) -> int:
    space = text.rfind(" ", position - _LONGEST_WORD, position)
    return position if space < 0 else space + 1
