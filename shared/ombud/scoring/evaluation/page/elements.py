"""HTML and SVG as a tree. Whatever stands in it is escaped when it is written, so nobody can forget to."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

Content = Element | str | None


def element(tag: str, *content: Content | Iterable[Content], **attributes: object) -> Element:
    """Make an element. None is left out; `class_` becomes the attribute `class`, `stroke_width` `stroke-width`."""
    made = Element(tag, {name.rstrip("_").replace("_", "-"): str(value) for name, value in attributes.items()})
    for part in content:
        for piece in [part] if part is None or isinstance(part, str | Element) else part:
            _append(made, piece)
    return made


def document(root: Element) -> str:
    """Write a tree as an HTML document. `root` is its `html` element."""
    return f"<!doctype html>\n{tostring(root, encoding='unicode', method='html')}\n"


def _append(made: Element, piece: Content) -> None:
    if isinstance(piece, Element):
        made.append(piece)
    elif piece is not None and len(made):
        made[-1].tail = (made[-1].tail or "") + piece
    elif piece is not None:
        made.text = (made.text or "") + piece
