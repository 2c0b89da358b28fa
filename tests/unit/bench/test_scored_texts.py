"""Which comments engines are measured on."""

from pathlib import Path

import pytest

from ombud.bench.scored_texts import demo_texts, texts_of_file
from ombud.domain.errors import CallerError


def test_the_demo_newsrooms_comments_are_the_same_each_time_and_all_different() -> None:
    texts = demo_texts(40)
    assert texts == demo_texts(40)
    assert len(set(texts)) == 40


def test_a_files_comments_are_drawn_without_those_that_could_not_be_posted(tmp_path: Path) -> None:
    path = tmp_path / "comments.csv"
    path.write_text("body\none\ntwo\ntwo\nthree\n" + "x" * 10_001 + '\n""\n', "utf-8")
    assert sorted(texts_of_file(path, "body", 3)) == ["one", "three", "two"]
    with pytest.raises(CallerError, match=r"4 different comments are needed, and .* has 3"):
        texts_of_file(path, "body", 4)
    with pytest.raises(CallerError, match=r"has no column 'text'\. There are: body"):
        texts_of_file(path, "text", 1)
