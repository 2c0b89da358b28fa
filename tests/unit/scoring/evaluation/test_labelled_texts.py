"""Reading labelled texts from a CSV file."""

from pathlib import Path

import pytest

from ombud.domain.errors import CallerError
from ombud.scoring.evaluation.labelled_texts import MOST_GROUPS, LabelledTexts, read_labelled


def _csv(folder: Path, content: bytes) -> Path:
    path = folder / "labels.csv"
    path.write_bytes(content)
    return path


def test_shares_of_half_and_more_are_a_yes(tmp_path: Path) -> None:
    path = _csv(tmp_path, b'\xef\xbb\xbftext,bad\n"two\nlines",0.5\nb,0\n')
    assert read_labelled(path, "text", "bad") == LabelledTexts(("two\nlines", "b"), (1, 0))


def test_groups_are_named_and_rows_without_one_are_a_group_too(tmp_path: Path) -> None:
    path = _csv(tmp_path, b"text,bad,section\na,1,sport\nb,0, \nc,0,world \n")
    assert read_labelled(path, "text", "bad", "section").groups == ("sport", "(none)", "world")


def test_a_column_of_free_text_is_no_group(tmp_path: Path) -> None:
    rows = b"".join(b"a,1,value %d\n" % number for number in range(MOST_GROUPS + 1))
    with pytest.raises(CallerError, match="'note' has 51 different values"):
        read_labelled(_csv(tmp_path, b"text,bad,note\n" + rows), "text", "bad", "note")


def test_rows_whose_text_would_not_be_accepted_are_counted_and_left_out(tmp_path: Path) -> None:
    path = _csv(tmp_path, b"text,bad,group\n,1,x\nb,0,y\n" + b"c" * 200_000 + b",1,z\n")
    assert read_labelled(path, "text", "bad", "group") == LabelledTexts(("b",), (0,), ("y",), left_out=2)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"txt,bad\na,1\n", "no column 'text'. Did you mean txt"),
        (b"text,label\na,1\n", "no column 'bad'. There are: text, label"),
        (b"text,bad\na,1\nb,yes\n", "the label of row 2 is 'yes'"),
        (b"text,bad\na,nan\n", "the label of row 1 is 'nan'"),
        (b"text,bad\na\n", "row 1 has another number of fields"),
        (b"text,bad\na,1,2\n", "row 1 has another number of fields"),
        (b"text,bad\n\xff,1\n", "cannot be read as a CSV file in UTF-8"),
    ],
)
def test_a_file_that_is_not_as_said_gets_one_clear_sentence(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(CallerError, match=message):
        read_labelled(_csv(tmp_path, content), "text", "bad")
