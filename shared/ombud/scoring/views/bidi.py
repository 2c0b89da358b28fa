"""The order in which a reader sees a text whose writing direction was overridden.

After U+202E (right-to-left override) letters stand in the opposite order on screen: "toidi" is seen as "idiot". This is
the part of Unicode's bidirectional algorithm (UAX 9, X1-X8 and L2) that changes how Latin letters are read; scripts
that run from right to left by themselves are read in the order of their characters anyway, so they keep it.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from ombud.scoring.views.mapped_text import MappedText

_OVERRIDE = "\u202e"
_OPENING = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
_CLOSING = "\u202c\u2069"
_PARAGRAPH_END = "\n\r\x1c-\x1e\x85\u2029"
_TURN = re.compile(f"[{_OPENING}{_CLOSING}{_PARAGRAPH_END}]")
_DEEPEST = 125
"""UAX 9, BD2: what is nested deeper has no effect."""


@dataclass(slots=True)
class _Run:
    """What stands between a control character and its end: pieces of the text, and further runs."""

    overridden: bool = False
    parts: list["range | _Run"] = field(default_factory=list)


def in_visible_order(mapped: MappedText) -> MappedText:
    """Return the text in the order in which it is seen, without the control characters. Linear in its length."""
    if _OVERRIDE not in mapped.text:
        return mapped
    return mapped.reorder(_places(_runs(mapped.text), mapped.text))


def _runs(text: str) -> _Run:
    stack = [_Run()]
    beyond = done = 0
    for turn in _TURN.finditer(text):
        stack[-1].parts.append(range(done, turn.start()))
        done = turn.end()
        if turn[0] in _OPENING:
            beyond += len(stack) > _DEEPEST
            if not beyond:
                stack[-1].parts.append(inner := _Run(overridden=turn[0] == _OVERRIDE))
                stack.append(inner)
        elif turn[0] in _CLOSING:
            if beyond:
                beyond -= 1
            elif len(stack) > 1:
                stack.pop()
        else:
            del stack[1:]
            beyond, done = 0, turn.start()
    stack[-1].parts.append(range(done, len(text)))
    return stack[0]


def _places(run: _Run, text: str) -> list[int]:
    """Flatten a run. An override turns round the order of its parts; a run within it keeps its own direction."""
    turned = run.overridden and _is_latin(
        "".join(text[part.start : part.stop] for part in run.parts if isinstance(part, range))
    )
    places: list[int] = []
    for part in reversed(run.parts) if turned else run.parts:
        if isinstance(part, _Run):
            places += _places(part, text)
        else:
            places += reversed(part) if turned else part
    return places


def _is_latin(text: str) -> bool:
    """Whether more letters of a text run from left to right by themselves than from right to left."""
    if text.isascii():
        return True
    kinds = list(map(unicodedata.bidirectional, text))
    return kinds.count("L") > kinds.count("R") + kinds.count("AL")
