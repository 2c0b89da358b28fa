"""Personal data is found where none may be."""

import pytest

from ombud.domain.personal_data import personal_data_in

CLEAN = "A reader's comment of 23 November 2026 was not published. Regulation (EU) 2022/2065; Netiquette 2.4.1; § 185."


def found(told: str, names: tuple[str, ...] = (), written: tuple[str, ...] = ()) -> list[str]:
    return personal_data_in([CLEAN, told], names=names, written=written)


def test_prose_with_days_and_numbers_of_laws_holds_none() -> None:
    assert (
        found("Section 12, paragraph 3, of 1999/2000.", ("Ada Lovelace", "u-5"), ("Quite another text than this.",))
        == []
    )


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ("Write to desk@example.org.", "an e-mail address"),
        ("Call +49 30 1234567.", "a telephone number"),
        ("Call 030/123 45 67.", "a telephone number"),
        ("Call (030) 1234567.", "a telephone number"),
        ("Call 555-123-4567.", "a telephone number"),
        ("Posted from 192.0.2.17.", "an internet address"),
        ("Posted from 2001:db8:0:1::7.", "an internet address"),
        ("Ada Lovelace wrote it.", "an author's id or name"),
        ("By reader-77, again.", "an author's id or name"),
        ("It said: you are all vermin and swine.", "words of the comment"),
    ],
)
def test_each_kind_is_found(told: str, what: str) -> None:
    assert found(told, ("ada lovelace", "reader-77"), ("I say YOU ARE ALL VERMIN AND SWINE!",)) == [what]


def test_a_name_counts_as_a_whole_word_and_a_short_one_not_at_all() -> None:
    assert found("The adamant reader", ("Ada", "a")) == []


def test_a_short_text_is_no_quotation() -> None:
    assert found("It is advertising.", written=("advertising",)) == []
