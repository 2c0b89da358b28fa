"""The text of a comment that was kept as HTML: what its readers saw, line by line."""

import re
from html.parser import HTMLParser

_BREAKS = frozenset({"br", "hr"})
_BLOCKS = frozenset(
    {"address", "article", "blockquote", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p"}
    | {"pre", "section", "table", "tr", "ul"}
)
# A "<" that another one follows before any ">" opens nothing. Left to the parser, many of them would take time
# quadratic in the length (https://github.com/python/cpython/issues/135462; mended in 3.11.14).
_OPENS_NOTHING = re.compile(r"<(?=[^<>]*(?:<|\Z))")
_SPACE_BEFORE_BREAK = re.compile(r"[ \t]+\n")
_EMPTY_LINES = re.compile(r"\n{3,}")


def html_text(html: str) -> str:
    """Return the text of a piece of HTML. Nothing that was written is lost but the markup itself.

    Line breaks stay, those of the markup and those in the source. A link keeps its address, since rules count links.
    What stands in scripts is plain text too: nothing here runs anything.
    """
    if "<" not in html and "&" not in html:
        return _tidied(html)
    collector = _Collector()
    collector.feed(_OPENS_NOTHING.sub("&lt;", html))
    collector.close()
    return _tidied("".join(collector.pieces))


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._address: str | None = None
        self._link_begins = 0

    def set_cdata_mode(self, elem: str, **_: object) -> None:
        """Never enter it: an unclosed <script> would swallow the rest of the text."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.pieces.append("\n")
        elif tag in _BLOCKS:
            self._new_line()
        elif tag == "a":
            self._address = next((value for name, value in attrs if name == "href" and value), None)
            self._link_begins = len(self.pieces)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._new_line()
        elif tag == "a" and self._address is not None:
            shown = "".join(self.pieces[self._link_begins :]).strip()
            if self._address.lower().startswith(("http://", "https://")) and shown != self._address:
                self.pieces.append(f" ({self._address})" if shown else self._address)
            self._address = None

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def _new_line(self) -> None:
        if self.pieces and not self.pieces[-1].endswith("\n"):
            self.pieces.append("\n")


def _tidied(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return _EMPTY_LINES.sub("\n\n", _SPACE_BEFORE_BREAK.sub("\n", text)).strip()
