"""What is known of a file's sum, before it comes and from when it came first."""

from pathlib import Path

import pytest

from ombud.domain.errors import ModelError
from ombud.scoring.fetching.pins import PINS, add_pins, read_pins, require_expected

URL = "https://host.example/config.json"
DIGEST = "ab" * 32


def test_nothing_is_pinned_before_the_first_use(tmp_path: Path) -> None:
    assert read_pins(tmp_path) == {}
    assert not require_expected(tmp_path / "f", URL, DIGEST, "abab", tmp_path)


def test_what_is_pinned_stays_as_it_is(tmp_path: Path) -> None:
    add_pins(tmp_path, {URL: DIGEST})
    add_pins(tmp_path, {URL: "cd" * 32, "https://host.example/other": DIGEST})
    assert read_pins(tmp_path)[URL] == DIGEST
    assert require_expected(tmp_path / "f", URL, DIGEST, "", tmp_path)


def test_a_file_that_is_not_the_published_one_is_named_with_both_sums(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"not the file that was published: its sha256 begins abab.*expected 1234"):
        require_expected(tmp_path / "f", URL, DIGEST, "1234", tmp_path)


def test_a_file_that_changed_since_its_first_use_is_refused(tmp_path: Path) -> None:
    add_pins(tmp_path, {URL: "cd" * 32})
    with pytest.raises(ModelError, match=r"not the file that was used here before.*delete its line in .*pins\.json"):
        require_expected(tmp_path / "f", URL, DIGEST, "", tmp_path)


@pytest.mark.parametrize("content", ["{", "[]", '"text"'])
def test_pins_that_cannot_be_read_pin_nothing_silently(tmp_path: Path, content: str) -> None:
    (tmp_path / PINS).write_text(content)
    with pytest.raises(ModelError, match="cannot be read"):
        read_pins(tmp_path)
