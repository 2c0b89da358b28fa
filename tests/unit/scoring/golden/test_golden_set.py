"""The golden set itself."""

from collections import Counter

from ombud.domain.decision import Verdict
from ombud.domain.limits import why_refused
from ombud.scoring.golden.golden_set import ANY, golden_texts

KINDS = {
    "civil", "heated", "quoting", "reclaimed", "negated", "idioms", "news", "identities", "other_scripts", "insults",
    "obfuscated", "threats", "hateful", "spam", "sexual", "long", "empty", "emoji",
}  # fmt: skip


def test_it_has_300_different_texts_of_every_kind() -> None:
    texts = golden_texts()
    assert len(texts) == len({one.text for one in texts}) == len({one.key for one in texts}) == 300
    counts = Counter(one.kind for one in texts)
    assert set(counts) == KINDS
    assert min(counts.values()) >= 8


def test_every_text_could_be_posted_and_wants_a_known_verdict() -> None:
    assert not [one.text for one in golden_texts() if why_refused(one.text)]
    assert {one.expected for one in golden_texts()} == {*Verdict, ANY}


def test_long_texts_are_longer_than_a_window_and_invisible_characters_are_kept() -> None:
    assert min(len(one.text) for one in golden_texts() if one.kind == "long") > 600
    assert "You are an id\u200bi\u200bot, and so is your friend." in {one.text for one in golden_texts()}
