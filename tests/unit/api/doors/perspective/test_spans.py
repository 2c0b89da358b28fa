"""Sentences and their places as Perspective counts them."""

from hypothesis import given
from hypothesis import strategies as st

from ombud_api.doors.perspective.spans import MOST_SPANS, in_utf16, sentences


@given(st.text(min_size=1, max_size=300))
def test_sentences_cover_the_text_without_gap_or_overlap(text: str) -> None:
    spans = sentences(text)
    assert "".join(text[begin:end] for begin, end in spans) == text
    assert len(spans) <= MOST_SPANS


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=100))
def test_places_in_utf16_cut_out_the_same_pieces(text: str) -> None:
    spans = sentences(text)
    units = text.encode("utf-16-le")
    cut = [units[2 * begin : 2 * end].decode("utf-16-le") for begin, end in in_utf16(text, spans)]
    assert cut == [text[begin:end] for begin, end in spans]
