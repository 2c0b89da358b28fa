"""Lists in files of their own: read inside the policy's folder only, and put into what is stored."""

from hashlib import sha256
from pathlib import Path

import pytest

from ombud.policy.evaluation import Policy
from ombud.policy.list_files import phrases_of, read_policy_file
from ombud.policy.parse import parse_policy
from ombud.policy.yaml_source import PolicyError


def _policy(folder: Path, lists: str) -> Path:
    path = folder / "policy.yaml"
    path.write_text(f"# our policy, «é»\nversion: 1\nlists:\n{lists}\n# the end\nautomation: assist\n", "utf-8")
    return path


def test_a_list_file_goes_into_the_stored_text_and_the_rest_stays_as_written(tmp_path: Path) -> None:
    content = '# why these\nbad wörd\n\n"quoted": yes\n#tag\n😀 you\nbad wörd\n'
    (tmp_path / "slurs.txt").write_text(content, "utf-8")
    path = _policy(tmp_path, "  a: {file: slurs.txt, match: raw}  # ours\n  b:\n    file: slurs.txt\n  c: {terms: [x]}")
    text = read_policy_file(path)
    document = parse_policy(text)
    assert document.lists["a"].terms == ("bad wörd", '"quoted": yes', "#tag", "😀 you")
    assert document.lists["a"].sha256 == sha256(content.encode()).hexdigest()
    assert document.lists["b"].terms == document.lists["a"].terms
    assert document.lists["c"].terms == ("x",)
    assert text.startswith("# our policy, «é»\n")
    assert "  # ours\n" in text
    assert text.endswith("# the end\nautomation: assist\n")
    Policy.parse(text, 1)


def test_the_service_reads_no_files() -> None:
    with pytest.raises(PolicyError, match="the command line alone reads"):
        Policy.parse("version: 1\nlists: {a: {file: slurs.txt}}\n", 1)


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/hostname", "sub/../../outside.txt", "..\\\\outside.txt"])
def test_a_path_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.txt").write_text("x\n")
    folder = tmp_path / "policies"
    folder.mkdir()
    with pytest.raises(PolicyError, match="inside the policy's folder"):
        read_policy_file(_policy(folder, f'  a: {{file: "{name}"}}'))


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("x\n")
    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / "inside.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "sub").symlink_to(tmp_path)
    for name in ("inside.txt", "sub/outside.txt"):
        with pytest.raises(PolicyError, match="leads out of the policy's folder"):
            read_policy_file(_policy(folder, f"  a: {{file: {name}}}"))


def test_a_file_that_is_missing_or_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"policy\.yaml: lists\.a\.file: 'gone\.txt' is not there"):
        read_policy_file(_policy(tmp_path, "  a: {file: gone.txt}"))
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9\n")
    with pytest.raises(PolicyError, match="is not UTF-8: byte 3"):
        read_policy_file(_policy(tmp_path, "  a: {file: latin.txt}"))


def test_a_phrase_that_is_too_long_is_named(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("x" * 201)
    with pytest.raises(PolicyError, match="longer than 200"):
        read_policy_file(_policy(tmp_path, "  a: {file: long.txt}"))


def test_blank_lines_and_remarks_are_no_phrases_but_hashtags_are() -> None:
    assert phrases_of("#\n# remark\n\n#tag\n two words \r\ntwo words\n") == ["#tag", "two words"]
