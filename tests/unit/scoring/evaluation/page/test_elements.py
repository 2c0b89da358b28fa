"""HTML as a tree."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from ombud.scoring.evaluation.page.elements import document, element


class _Read(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.titles: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.titles += [value for name, value in attrs if name == "title"]

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_whatever_a_text_holds_it_stays_a_text(text: str) -> None:
    read = _Read()
    read.feed(document(element("p", "a", element("b", text), text, title=text)).removeprefix("<!doctype html>\n"))
    assert read.tags == ["p", "b"]
    assert read.text.removesuffix("\n") == f"a{text}{text}"
    assert read.titles == [text]


def test_pieces_keep_their_order_and_what_is_not_there_is_left_out() -> None:
    made = element(
        "p", "one ", element("i", "two"), None, " three", ["!", None, element("br")], class_="x", stroke_width=2
    )
    assert document(made) == ('<!doctype html>\n<p class="x" stroke-width="2">one <i>two</i> three!<br></p>\n')
