"""A model as one file, and what such a file may not hold."""

import io
import shutil
import tarfile
from pathlib import Path

import pytest

from ombud.domain.errors import ModelError
from ombud.scoring.admission.pack import export_model, unpack
from ombud.scoring.models.folders import SHIPPED
from ombud.scoring.models.manifest import read_manifest, require_intact, sha256_of

LINEAR = SHIPPED / "linear"


def packed(tmp_path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    path = tmp_path / "pack.tar"
    with tarfile.open(path, "w") as pack:
        for member, content in members:
            member.size = len(content)
            pack.addfile(member, io.BytesIO(content))
    return path


def link(name: str, kind: bytes, target: str) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member


def test_a_pack_holds_the_model_and_the_same_model_gives_the_same_bytes(tmp_path: Path) -> None:
    digest = export_model(LINEAR, tmp_path / "a.tar")
    assert digest == sha256_of(tmp_path / "a.tar") == export_model(LINEAR, tmp_path / "b.tar")
    (tmp_path / "model").mkdir()
    unpack(tmp_path / "a.tar", tmp_path / "model")
    require_intact(tmp_path / "model", read_manifest(LINEAR))
    assert {path.name for path in tmp_path.iterdir()} == {"a.tar", "b.tar", "model"}


def test_a_damaged_model_is_not_packed(tmp_path: Path) -> None:
    copy = shutil.copytree(LINEAR, tmp_path / "linear")
    (copy / "weights.npz").write_bytes(b"")
    with pytest.raises(ModelError, match="has changed"):
        export_model(copy, tmp_path / "a.tar")
    assert not (tmp_path / "a.tar").exists()


@pytest.mark.parametrize("name", ["../../outside", "/etc/outside", "a/../../outside"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "deep" / "model"
    folder.mkdir(parents=True)
    unpack(packed(tmp_path, (tarfile.TarInfo(name), b"x")), folder)
    assert [path.name for path in folder.iterdir()] == ["outside"]
    assert {path.name for path in tmp_path.iterdir()} == {"deep", "pack.tar"}


@pytest.mark.parametrize(
    "member",
    [
        link("m/model.onnx", tarfile.SYMTYPE, "/etc/passwd"),
        link("m/model.onnx", tarfile.LNKTYPE, "/etc/passwd"),
        link("m/device", tarfile.CHRTYPE, ""),
        link("m/..", tarfile.REGTYPE, ""),
        link("m/folder", tarfile.DIRTYPE, ""),
    ],
    ids=["symbolic link", "hard link", "device", "dots", "folder"],
)
def test_what_is_no_plain_file_is_refused(tmp_path: Path, member: tarfile.TarInfo) -> None:
    (tmp_path / "model").mkdir()
    with pytest.raises(ModelError, match="unpacked"):
        unpack(packed(tmp_path, (member, b"")), tmp_path / "model")
    assert not list((tmp_path / "model").iterdir())


def test_a_name_that_comes_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    twice = [(tarfile.TarInfo(f"{folder}/manifest.json"), b"{}") for folder in "ab"]
    with pytest.raises(ModelError, match="cannot be unpacked"):
        unpack(packed(tmp_path, *twice), tmp_path / "model")


def test_a_file_that_is_no_pack_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "pack.tar").write_bytes(b"not a tar file" * 100)
    with pytest.raises(ModelError, match=r"pack\.tar cannot be unpacked .* Copy it over again"):
        unpack(tmp_path / "pack.tar", tmp_path)
