from datetime import UTC, datetime
from time import process_time

import pytest

from ombud.domain.scores import TextScores
from ombud.pipeline.check import author_signals, language_signals, score_signals, text_signals
from ombud.policy.evaluation import Policy
from ombud.policy.signals import SIGNALS
from ombud.storage.author_history import AuthorHistory

GERMAN = "Das ist doch völliger Unsinn, wer glaubt denn so etwas?"
ENGLISH = "That is complete nonsense, who would believe such a thing?"
ENGLISH_ONLY = frozenset({"en"})
ANY_SITE = Policy.parse("version: 1", 1)
GERMAN_SITE = Policy.parse("version: 1\nlanguages: [de-CH]", 1)
MIXED_SITE = Policy.parse("version: 1\nlanguages: [de, en]", 1)

HISTORY = AuthorHistory(
    approved=3,
    rejected=1,
    held=0,
    role="reader",
    known_since=datetime(2026, 1, 1, tzinfo=UTC),
    last_minute=2,
    last_hour=5,
    same_text_last_day=1,
)


@pytest.mark.parametrize(
    ("text", "count", "domains"),
    [
        ("nothing to see here", 0, 0),
        ("see https://example.com/a?b=c#d", 1, 1),
        ("see www.example.com and http://example.com/other", 2, 1),
        ("cheap pills at best-pills.shop today", 1, 1),
        ("two hosts: https://a.example.com https://b.example.com", 2, 2),
        ("a mail to me@example.com is no web address to click", 1, 1),
        ("e.g. this, i.e. that, and 3.14 of it", 0, 0),
        ("HTTPS://EXAMPLE.COM", 1, 1),
    ],
)
def test_links_are_counted_with_their_hosts(text: str, count: int, domains: int) -> None:
    signals = text_signals(text, is_reply=False)
    assert (signals["links.count"], signals["links.domains"]) == (count, domains)


def test_capitals_are_a_share_of_the_letters_that_have_a_case() -> None:
    assert text_signals("ABC def", is_reply=False)["text.capitals_share"] == 0.5
    assert text_signals("1234 …", is_reply=False)["text.capitals_share"] == 0.0
    assert text_signals("日本語", is_reply=False)["text.capitals_share"] == 0.0


def test_the_longest_run_of_one_character_is_found() -> None:
    assert text_signals("noooooo way!!", is_reply=False)["text.longest_run"] == 6


def test_signals_of_an_unknown_author_are_absent() -> None:
    assert author_signals(None, None) == {}


@pytest.mark.parametrize(
    ("text", "told", "policy", "code", "known"),
    [
        (GERMAN, None, ANY_SITE, "de", False),
        (GERMAN, "en", ANY_SITE, "de", False),
        (GERMAN, None, MIXED_SITE, "de", False),
        (ENGLISH, "de", GERMAN_SITE, "en", True),
        ("Na ja.", None, ANY_SITE, None, True),
        ("Na ja.", "de-AT", ANY_SITE, "de", False),
        ("Oh well.", "EN-gb", GERMAN_SITE, "en", True),
        ("Na ja.", None, GERMAN_SITE, None, False),
        ("Na ja.", None, MIXED_SITE, None, True),
    ],
)
def test_a_language_is_as_detected_else_as_told_else_the_sites_own(
    text: str, told: str | None, policy: Policy, code: str | None, known: bool
) -> None:
    signals = language_signals(text, told, policy, ENGLISH_ONLY)
    assert (signals.get("language.code"), signals["language.known_to_model"]) == (code, known)


def test_a_model_to_which_all_languages_are_the_same_knows_all() -> None:
    assert language_signals(GERMAN, None, GERMAN_SITE, None)["language.known_to_model"] is True


def test_what_signals_are_named_is_declared_with_its_type() -> None:
    scored = TextScores({"toxicity": 0.5, "spam": 0.1})
    gathered = {
        **text_signals("x", is_reply=True),
        **author_signals(HISTORY, 12.5),
        **language_signals(GERMAN, None, ANY_SITE, ENGLISH_ONLY),
        **score_signals(scored),
    }
    types = {"bool": bool, "int": int, "double": float, "string": str}
    for name, value in gathered.items():
        assert type(value) is types[SIGNALS[name].type.value], name


@pytest.mark.parametrize("text", ["." * 10_000, "a." * 5_000, "www." * 2_500, "http://" * 1_400, "a-" * 5_000 + ".com"])
def test_no_text_makes_the_signals_slow(text: str) -> None:
    started = process_time()
    text_signals(text, is_reply=False)
    assert process_time() - started < 0.25  # far above what it takes, far below what a quadratic search would
