"""What is kept of a text, and which entries open. No Redis: entries are sealed and opened as they are kept."""

from hypothesis import given
from hypothesis import strategies as st

from ombud.domain.scores import ATTRIBUTES, TextScores
from ombud.messaging.score_cache import LONGEST_ENTRY, ScoreCache, _opened, _place, _sealed

CACHE = ScoreCache("redis://localhost/0", b"a secret of thirty-two bytes ...")
KEY = CACHE._edition_key("linear 1")
DIGEST = CACHE._digest("You are an idiot.")
SCORED = TextScores({"toxicity": 0.892, "threat": 0.0}, {"toxicity": "raw"}, {"toxicity": ((11, 16),)})

SCORES = st.builds(
    TextScores,
    st.dictionaries(st.sampled_from(ATTRIBUTES), st.floats(0, 1).map(lambda score: round(score, 4))),
    st.dictionaries(st.sampled_from(ATTRIBUTES), st.sampled_from(["raw", "normalised"])),
    st.dictionaries(
        st.sampled_from(ATTRIBUTES), st.lists(st.tuples(st.integers(0, 9999), st.integers(0, 9999))).map(tuple)
    ),
)


@given(SCORES, st.text())
def test_scores_come_back_as_they_were(scored: TextScores, text: str) -> None:
    digest = CACHE._digest(text)
    assert _opened(KEY, digest, _sealed(KEY, digest, scored)) == scored


@given(st.integers(0, len(_sealed(KEY, DIGEST, SCORED)) - 1), st.integers(1, 255))
def test_an_entry_with_any_byte_changed_does_not_open(at: int, by: int) -> None:
    entry = bytearray(_sealed(KEY, DIGEST, SCORED))
    entry[at] ^= by
    assert _opened(KEY, DIGEST, bytes(entry)) is None


@given(st.binary(max_size=200))
def test_garbage_does_not_open(entry: bytes) -> None:
    assert _opened(KEY, DIGEST, entry) is None


def test_an_entry_cut_off_anywhere_does_not_open() -> None:
    entry = _sealed(KEY, DIGEST, SCORED)
    assert all(_opened(KEY, DIGEST, entry[:length]) is None for length in range(len(entry)))


def test_the_entry_of_another_text_model_or_service_does_not_open() -> None:
    entry = _sealed(KEY, DIGEST, SCORED)
    stranger = ScoreCache("redis://localhost/0", b"another secret, just as long ...")
    assert _opened(KEY, CACHE._digest("You are an idiot!"), entry) is None
    assert _opened(CACHE._edition_key("linear 2"), DIGEST, entry) is None
    assert _opened(stranger._edition_key("linear 1"), DIGEST, entry) is None


def test_neither_place_nor_entry_tells_the_text() -> None:
    text = "Meet me by the fountain"
    kept = _place(CACHE._digest(text)).encode() + _sealed(KEY, CACHE._digest(text), SCORED)
    assert not any(word.encode() in kept for word in text.split())
    assert _place(CACHE._digest(text)) != _place(ScoreCache("redis://localhost/0", b"x" * 32)._digest(text))


def test_the_usual_entry_is_short_enough_to_be_kept() -> None:
    full = TextScores(
        dict.fromkeys(ATTRIBUTES, 0.1234), dict.fromkeys(ATTRIBUTES, "normalised"), {"toxicity": ((1000, 1010),) * 5}
    )
    assert len(_sealed(KEY, DIGEST, full)) < LONGEST_ENTRY
