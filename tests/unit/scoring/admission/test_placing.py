"""A model's folder appears whole or not at all."""

from pathlib import Path

import pytest

from ombud.domain.errors import ModelError
from ombud.scoring.admission.placing import being_made, one_at_a_time, put_in_place, require_space
from ombud.scoring.models.folders import model_folders


def test_what_is_still_being_made_is_not_listed_and_goes_when_it_fails(tmp_path: Path) -> None:
    def fail() -> None:
        with being_made(tmp_path) as folder:
            (folder / "half").write_text("x")
            assert model_folders(tmp_path) == []
            raise ModelError("no")

    with pytest.raises(ModelError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_new_model_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    for content in ("old", "new"):
        with being_made(tmp_path) as folder:
            (folder / "file").write_text(content)
            put_in_place(folder, tmp_path / "model")
    assert [path.name for path in tmp_path.iterdir()] == ["model"]
    assert (tmp_path / "model" / "file").read_text() == "new"


def test_two_at_a_time_are_one_too_many(tmp_path: Path) -> None:
    with one_at_a_time(tmp_path), pytest.raises(ModelError, match="Another fetch or import"), one_at_a_time(tmp_path):
        pass
    with one_at_a_time(tmp_path):
        pass


def test_what_a_killed_fetch_left_is_cleared_up_and_models_stay(tmp_path: Path) -> None:
    for name in (".making-a", ".replaced-b", ".incoming", "model"):
        (tmp_path / name).mkdir()
    with one_at_a_time(tmp_path):
        assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {".incoming", "model"}


def test_a_model_that_a_killed_fetch_had_only_taken_away_is_put_back(tmp_path: Path) -> None:
    (tmp_path / ".replaced-a" / "model").mkdir(parents=True)
    with one_at_a_time(tmp_path):
        assert model_folders(tmp_path) == [tmp_path / "model"]


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="OMBUD_DATA_DIR"), one_at_a_time(tmp_path / "file" / "models"):
        pass


def test_a_full_disk_is_noticed_before_the_download(tmp_path: Path) -> None:
    require_space(tmp_path, 1)
    with pytest.raises(ModelError, match=r"Make room, or set OMBUD_DATA_DIR"):
        require_space(tmp_path, 1 << 60)
