"""Changed text that knows where it came from."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ombud.scoring.views.mapped_text import Edit, MappedText

RAW = "The quick brown fox"


def test_raw_text_stands_for_itself() -> None:
    assert MappedText.raw(RAW).span(4, 9) == (4, 9)


def test_what_was_put_in_stands_for_what_was_there() -> None:
    changed = MappedText.raw(RAW).edit([(4, 9, "slow"), (16, 19, "bear")])
    assert changed.text == "The slow brown bear"
    assert changed.span(4, 8) == (4, 9)
    assert changed.span(9, 14) == (10, 15)
    assert changed.span(15, 19) == (16, 19)
    assert changed.span(5, 6) == (4, 9)


def test_changes_of_changes_still_lead_to_the_raw_text() -> None:
    changed = MappedText.raw("i.d.i.o.t you").edit([(0, 9, "idiot")]).edit([(0, 9, "you idiot")])
    assert changed.span(4, 9) == (0, 13)


def test_characters_are_spelled_one_by_one() -> None:
    spelled = MappedText.raw("a½\u200bb").spell(["a", "1/2", "", "b"])
    assert spelled.text == "a1/2b"
    assert [spelled.span(place, place + 1) for place in range(5)] == [(0, 1), (1, 2), (1, 2), (1, 2), (3, 4)]


def test_a_piece_of_reordered_text_is_all_that_lies_between() -> None:
    turned = MappedText.raw("abcd").reorder([3, 2, 1, 0])
    assert turned.text == "dcba"
    assert turned.span(0, 2) == (2, 4)
    assert turned.edit([(0, 2, "x")]).span(0, 1) == (2, 4)


def test_empty_pieces_and_offsets_beyond_the_end_are_places_in_the_raw_text() -> None:
    changed = MappedText.raw(RAW).edit([(0, 4, "")])
    assert changed.span(0, 0) == (4, 4)
    assert changed.span(99, 120) == (19, 19)
    assert MappedText.raw("\u200b").spell([""]).span(0, 0) == (0, 0)


@st.composite
def _edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text(min_size=1, max_size=30))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return text, [(begin, end, draw(st.text(max_size=5))) for begin, end in pairs]


@settings(max_examples=50, deadline=None)
@given(_edited())
def test_a_wider_piece_never_stands_for_less(edited: tuple[str, list[Edit]]) -> None:
    text, edits = edited
    changed = MappedText.raw(text).edit(edits)
    for end in range(1, len(changed.text) + 1):
        inner, outer = changed.span(end - 1, end), changed.span(0, end)
        assert 0 <= outer[0] <= inner[0] < inner[1] <= outer[1] <= len(text)


@settings(max_examples=50, deadline=None)
@given(_edited())
def test_what_no_edit_touches_maps_to_itself(edited: tuple[str, list[Edit]]) -> None:
    text, edits = edited
    changed = MappedText.raw(text).edit(edits)
    grown = 0
    for begin, end, new in [*edits, (len(text), len(text), "")]:
        done = max((edit[1] for edit in edits if edit[1] <= begin), default=0)
        for place in range(done, begin):
            assert changed.text[place + grown] == text[place]
            assert changed.span(place + grown, place + grown + 1) == (place, place + 1)
        grown += len(new) - (end - begin)
