import pytest

from ombud.domain.limits import is_language, is_web_address, stacks_marks, unstorable, why_refused


def test_thirty_marks_in_a_row_are_read_and_one_more_is_not() -> None:
    assert not stacks_marks("a" + "\u0301" * 30 + "b" + "\u0301" * 30)
    assert stacks_marks("a" + "\u0301" * 31)


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_what_the_database_could_not_hold_is_named(text: str) -> None:
    assert unstorable(text)
    assert unstorable("fine 😀") is None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("https://x.example/a?b#c", True),
        ("HTTP://x", True),
        ("ftp://x", False),
        ("http://", False),
        ("http://x y", False),
    ],
)
def test_only_http_addresses_count(text: str, is_one: bool) -> None:
    assert is_web_address(text) is is_one
    assert not is_web_address(f"https://x.example/{'a' * 2048}")


def test_a_language_has_the_form_of_a_tag() -> None:
    assert is_language("pt-BR")
    assert not is_language("english")
    assert not is_language("en\n")


def test_a_text_that_would_not_be_accepted_is_told_why() -> None:
    assert why_refused("fine") is None
    assert why_refused("") == "The text has 0 characters; 1 to 10000 can be judged."
    assert why_refused("a\0b") == "The text must not hold the character U+0000."
    assert why_refused("a" + "\u0301" * 31) == "The text must not stack combining marks."
