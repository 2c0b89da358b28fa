"""Any text becomes one that the engine takes."""

from hypothesis import given
from hypothesis import strategies as st

from ombud.domain.limits import LONGEST_TEXT, why_refused
from ombud_api.doors.readable import readable_pieces


@given(st.text(st.one_of(st.characters(), st.sampled_from("\x00\u0301\ud800")), min_size=1, max_size=200))
def test_every_piece_is_what_a_comment_may_be(text: str) -> None:
    assert [why_refused(piece) for piece in readable_pieces(text)] == [None]


def test_a_long_text_is_read_whole_in_pieces_that_overlap() -> None:
    text = "".join(f"{number:05}" for number in range(4100))
    pieces = readable_pieces(text)
    assert max(map(len, pieces)) == LONGEST_TEXT
    assert text.startswith(pieces[0])
    assert text.endswith(pieces[-1])
    assert all(pieces[index + 1][:500] == pieces[index][-500:] for index in range(len(pieces) - 1))
