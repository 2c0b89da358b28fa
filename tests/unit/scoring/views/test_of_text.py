"""The views of a text: when there are any, what they say, where it stands in the raw text, and what it costs."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ombud.scoring.views.of_text import views
from ombud.scoring.views.view import View
from tests.length import PROVE

CLEAN = [
    "The council voted on the new budget on Tuesday.",
    "In 2024 at 3pm, on the 4th, the G20 met; C++ and MP3 are old, and it cost $5.99 or €1,000 (20%).",
    "It's hit the U.S. hit list; those who re-elect him; a SS officer; J.R.R. Tolkien, e.g., at 5 p.m.",
    "A well-known anti-war co-operative of the A55 road, and/or covid-19, H1N1, PS5, 10k, F-16s.",
    "See https://example.com/sh1t?a=b_c-d or write to me@example.com, please...",
    "Café, naïve, Zoë, façade: the “usual” suspects — aren’t they?",
    "Οι Έλληνες και το ΝΑΤΟ συμφώνησαν. Это рот, нос и сор, а не что-то ещё. 他是好人吗",
    "hello\n\nworld\tagain",
    "",
]

DISGUISED = [
    ("You are an i\u200bd\u200bi\u200bo\u200bt", "normalised", "idiot", "i\u200bd\u200bi\u200bo\u200bt"),
    ("You are an ｉｄｉｏｔ!", "normalised", "idiot", "ｉｄｉｏｔ"),
    ("such an 𝓲𝓭𝓲𝓸𝓽 he is", "normalised", "idiot", "𝓲𝓭𝓲𝓸𝓽"),
    ("such an іdіоt he is", "normalised", "idiot", "іdіоt"),
    ("such an ɪᴅɪᴏᴛ he is", "normalised", "idiot", "ɪᴅɪᴏᴛ"),
    ("such an \u202etoidi\u202c he is", "normalised", "idiot", "toidi"),
    ("here 🖕🏽 for you", "normalised", "middle finger", "🖕"),
    ("y0u 1d1ot", "deobfuscated", "idiot", "1d1ot"),
    ("you @ss, sh1t and b!tch!", "deobfuscated", "bitch", "b!tch"),
    ("such an i d i o t he is", "deobfuscated", "idiot", "i d i o t"),
    ("y o u   i d i o t", "deobfuscated", "idiot", "i d i o t"),
    ("such an i.d.i.o.t.", "deobfuscated", "idiot", "i.d.i.o.t"),
    ("such an id iot he is", "deobfuscated", "idiot", "id iot"),
    ("such an id.iot!", "deobfuscated", "idiot", "id.iot"),
    ("such an id*ot, he", "deobfuscated", "idiot", "id*ot"),
    ("what the f***!", "deobfuscated", "fuck", "f***"),
    ("stuuuupid you", "deobfuscated", "stupid", "stuuuupid"),
    ("you assssss", "deobfuscated", "ass", "assssss"),
    ("you 1\u200bd\u200biot", "deobfuscated", "idiot", "1\u200bd\u200biot"),
]

N = 10_000
HOSTILE = {
    "one letter": "a",
    "spaces": " ",
    "marks": "\u0327\u0301",
    "Arabic marks": "\u0651\u064e\u0315",
    "zalgo": "a" + "\u0335\u0327\u0301\u0316" * 7,
    "invisible": "a\u200b",
    "one emoji": "🖕",
    "emoji": "🤡🖕🏽👨‍👩‍👧‍👦🇩🇪",
    "indicators": "🇦🇧🇨",
    "ligatures": "\ufdfa",
    "units": "\u33af",
    "fractions": "½",
    "overrides": "\u202ea",
    "nested overrides": "\u202eab\u2066",
    "mixed script": "\u0430a ",
    "single letters": "a b ",
    "dotted letters": "a.",
    "starred": "f*ck ",
    "starred otherwise": "b*tc* ",
    "leetspeak": "y0u 4r3 1d10t ",
    "stretched": "aaabbb ",
    "broken": "id iot ",
    "quotes": "a'",
    "ideographs": "漢",
    "syllables": "\u1112\u1161\u11ab",
    "dotted capital": "İ",
    "HTML": "<b>x</b>&amp;",
    "words": "the quick brown fox jumps over the lazy dog ",
}


@pytest.mark.parametrize("text", CLEAN)
def test_a_clean_text_has_one_view(text: str) -> None:
    assert views(text) == (View("raw", text),)


@pytest.mark.parametrize(("text", "name", "said", "raw"), DISGUISED)
def test_a_disguise_is_taken_off_and_found_again_in_the_raw_text(text: str, name: str, said: str, raw: str) -> None:
    view = next(view for view in views(text) if view.name == name)
    begin = view.text.lower().index(said)
    first, last = view.span(begin, begin + len(said))
    assert text[first:last] == raw


def test_views_come_in_order_and_each_says_something_else() -> None:
    found = views("Ｙou 1d1ot")
    assert [view.name for view in found] == ["raw", "normalised", "deobfuscated"]
    assert found[1].text == "You 1d1ot"
    assert found[2].text == "you idiot" or found[2].text == "You idiot"


@pytest.mark.parametrize("text", ["\u200b", "\u202e\u202c", "\x01\x02", "\ufeff \u00ad"])
def test_a_text_that_cannot_be_seen_has_an_empty_view(text: str) -> None:
    assert views(text)[-1].text.strip() == ""


def test_emoji_are_read_by_name_but_not_for_ever() -> None:
    assert views("🤡" * 1_000)[-1].text.split() == ["clown", "face"] * 3


def test_flags_are_named_and_letters_in_their_place_are_read() -> None:
    assert views("🇩🇪")[-1].text.strip() == "Germany"
    assert views("🇮🇩🇮🇴🇹")[-1].text == "idiot"


def test_a_character_that_would_expand_without_measure_stays() -> None:
    assert "\ufdfa" in views("\ufdfa 🤡")[-1].text


def test_a_long_word_is_cut_into_pieces_that_a_model_reads() -> None:
    longest = max(map(len, views("idiot" * 60)[-1].text.split()))
    assert longest <= 50


texts = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
        st.sampled_from("aabcdiosftu1034@$!*.-_ \u200b\u202e\u202c\u0301аоі🖕🇩🏽½"),
    ),
    max_size=120,
)


@settings(max_examples=2_000 if PROVE else 40, deadline=None)
@given(texts)
def test_any_text_has_bounded_views_whose_pieces_lie_in_the_raw_text(text: str) -> None:
    for view in views(text):
        assert len(view.text) <= 60 * len(text)
        for place in range(len(view.text)):
            begin, end = view.span(place, place + 1)
            assert 0 <= begin < end <= len(text)


@settings(max_examples=2_000 if PROVE else 40, deadline=None)
@given(texts)
def test_a_wider_piece_of_a_view_never_stands_for_less(text: str) -> None:
    for view in views(text):
        for place in range(1, len(view.text) + 1):
            inner, outer = view.span(place - 1, place), view.span(0, place)
            assert outer[0] <= inner[0] < inner[1] <= outer[1]


@settings(max_examples=2_000 if PROVE else 40, deadline=None)
@given(texts.filter(lambda text: "\u202e" not in text))
def test_without_overrides_the_order_of_the_raw_text_is_kept(text: str) -> None:
    for view in views(text):
        begins = [view.span(place, place + 1)[0] for place in range(len(view.text))]
        assert begins == sorted(begins)


@settings(max_examples=2_000 if PROVE else 40, deadline=None)
@given(texts)
def test_the_plainest_view_is_plain(text: str) -> None:
    """Whatever was taken off is off: nothing invisible is left, and no long stack of marks."""
    plain = views(text)[-1]
    if plain.name != "raw":
        assert not set(plain.text) & {"\u200b", "\u202e", "\u202c", "\ufeff", "\u00ad"}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_time_for_any_text_grows_with_its_length_alone(piece: str) -> None:
    text = (piece * N)[:N]
    views(text)
    # Quadratic work would take 16 times as long for four times the length.
    assert _seconds(text) < 10 * max(_seconds(text[: N // 4]), 0.0005)


def _seconds(text: str) -> float:
    return min(_once(text) for _ in range(5 if PROVE else 2))


def _once(text: str) -> float:
    began = process_time()
    views(text)
    return process_time() - began
