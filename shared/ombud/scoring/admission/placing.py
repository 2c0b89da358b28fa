"""The folder of fetched models: one at a time is made in it, and it appears only when it is whole."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ombud.domain.errors import ModelError

_MAKING = ".making-"
_REPLACED = ".replaced-"
INCOMING = ".incoming"


@contextmanager
def one_at_a_time(models: Path) -> Iterator[None]:
    """Make the folder of models if need be, and hold its lock; `ModelError`, at once, where somebody else does."""
    try:
        models.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(models / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise ModelError(f"{models} cannot be written to: {error.strerror}. OMBUD_DATA_DIR names its folder.") from None
    try:
        _lock(descriptor, models)
        _clear_up(models)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def being_made(models: Path) -> Iterator[Path]:
    """Give a folder to make a model in; it goes at the end, unless it was put in its place."""
    folder = Path(tempfile.mkdtemp(prefix=_MAKING, dir=models))
    folder.chmod(0o755)  # a service may run as another user than the one who fetches
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_in_place(folder: Path, target: Path) -> None:
    """Give a finished model's folder its name, in place of one that had it. A model that is in use stays readable."""
    if target.exists():
        old = Path(tempfile.mkdtemp(prefix=_REPLACED, dir=target.parent))
        target.rename(old / target.name)
        folder.rename(target)
        shutil.rmtree(old)
    else:
        folder.rename(target)


def require_space(models: Path, wanted: int) -> None:
    """Raise `ModelError` where the disk has fewer than `wanted` bytes left."""
    free = shutil.disk_usage(models).free
    if free < wanted:
        raise ModelError(
            f"{models} has {free / 1e9:.1f} GB left, and this needs up to {wanted / 1e9:.1f} GB while it is made. "
            "Make room, or set OMBUD_DATA_DIR to a larger disk."
        )


def _clear_up(models: Path) -> None:
    """Remove what a killed fetch left, once a model that it had only taken away is back. We hold the lock."""
    for old in models.glob(f"{_REPLACED}*/*"):
        if not (models / old.name).exists():
            old.rename(models / old.name)
    for path in models.iterdir():
        if path.name.startswith((_MAKING, _REPLACED)):
            shutil.rmtree(path, ignore_errors=True)


def _lock(descriptor: int, models: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ModelError(f"Another fetch or import is at work in {models}. Wait for it, or end it.") from None
