"""What is kept in local.json."""

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from ombud.local.errors import LocalStackError
from ombud.local.local_state import FILE, LocalState, load_state, save_state


def test_a_saved_state_is_found_again_as_it_was(tmp_path: Path) -> None:
    state = replace(LocalState(), postgres_port=5433, site_key="a key")
    save_state(tmp_path, state)
    assert load_state(tmp_path) == state


def test_only_its_owner_can_read_the_file(tmp_path: Path) -> None:
    (tmp_path / FILE).touch(mode=0o644)
    save_state(tmp_path, LocalState())
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_nothing_but_the_file_is_left_after_saving(tmp_path: Path) -> None:
    save_state(tmp_path, LocalState())
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_two_new_states_share_no_secret() -> None:
    one, other = LocalState(), LocalState()
    for name in ("stack_id", "secret_key", "metrics_token", "postgres_password", "valkey_password"):
        assert getattr(one, name) != getattr(other, name)


def test_secrets_do_not_show_when_a_state_is_printed() -> None:
    state = LocalState()
    assert state.secret_key not in repr(state)
    assert state.postgres_password not in repr(state)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"{}",
        json.dumps({"stack_id": 5}).encode(),
    ],
)
def test_a_corrupted_file_is_named_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(LocalStackError, match=rf"{FILE} cannot be used.*restore it.*or move"):
        load_state(tmp_path)


def test_a_field_of_the_wrong_type_is_named(tmp_path: Path) -> None:
    save_state(tmp_path, LocalState())
    document = json.loads((tmp_path / FILE).read_text())
    (tmp_path / FILE).write_text(json.dumps({**document, "postgres_port": "5433"}))
    with pytest.raises(LocalStackError, match="postgres_port"):
        load_state(tmp_path)


def test_a_database_without_its_password_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "postgres" / "cluster").mkdir(parents=True)
    with pytest.raises(LocalStackError, match="password of the database"):
        load_state(tmp_path)
