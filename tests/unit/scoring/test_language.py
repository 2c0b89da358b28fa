import socket
from time import process_time

import pytest

from ombud.scoring import language
from ombud.scoring.language import UNKNOWN, detect

COMMENTS = [
    ("de", "Das ist doch völliger Unsinn, wer glaubt denn so etwas?"),
    ("fr", "C'est n'importe quoi, ce journal ne vaut plus rien."),
    ("es", "No estoy de acuerdo con lo que dice el artículo."),
    ("it", "Il governo non farà niente come sempre"),
    ("pt", "Muito obrigado pela informação"),
    ("nl", "Ik ben het helemaal niet eens met de schrijver."),
    ("pl", "Rząd znowu nic nie zrobi, jak zawsze"),
    ("ru", "Я совершенно не согласен с автором статьи."),
    ("zh", "我完全不同意这篇文章的作者。"),
    ("en", "I do not agree with the author of this article at all."),
]

ENGLISH = [
    "LOL!!!! so truuuue haha, you r so wrong m8 lmao",
    "YOU ARE ALL WRONG AND YOU KNOW IT VERY WELL",
    "c'est la vie my friend, such is life",
    "Schadenfreude is the word that I was looking for",
    "Trump Obama Clinton Bush Reagan Carter Ford Nixon",
    "Thank you so much! Merry Christmas again",
    "hahahahahahahahaha hahahahahaha hahahahaha",
    "Read https://www.spiegel.de/politik/deutschland/der-bundestag-und-die-regierung about it, said nobody",
]


@pytest.mark.parametrize(("code", "text"), COMMENTS)
def test_the_language_of_a_short_comment_is_told(code: str, text: str) -> None:
    told = detect(text)
    assert told.code == code
    assert language.SURE_FROM <= told.confidence <= 1


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_not_called_foreign_for_its_slang_capitals_names_or_links(text: str) -> None:
    assert detect(text).code in {None, "en"}


@pytest.mark.parametrize(
    "text", ["", "   ", "Ja, genau so!", "12345 67890 !!! ???", "😀" * 50, "https://example.com/eine/lange/adresse"]
)
def test_a_text_with_few_letters_is_of_no_known_language(text: str) -> None:
    assert detect(text) == UNKNOWN


def test_letters_that_say_more_need_to_be_fewer() -> None:
    assert detect("Ты полный идиот").code == "ru"
    assert detect("Du bist blöd").code is None


def test_half_a_character_and_line_breaks_are_no_hindrance() -> None:
    assert detect("Das ist doch\n\nvölliger \ud800 Unsinn, wer\r\nglaubt denn so etwas?").code == "de"


@pytest.mark.parametrize("piece", ["word ", "x", "日本", "é\u0301", "a-", "https://a.b/ "])
def test_no_text_takes_long(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    detect(text)
    started = process_time()
    detect(text)
    assert process_time() - started < 0.05


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the detector opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    language._detector.cache_clear()
    assert detect(COMMENTS[0][1]).code == "de"
