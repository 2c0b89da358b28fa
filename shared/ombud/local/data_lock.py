"""One `ombud up` at a time on one data folder."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from ombud.local.errors import LocalStackError

# A killed supervisor's watchdog holds the lock until it has cleared up, which it does well within this.
PATIENCE_SECONDS = 15.0


@contextmanager
def locked(data_dir: Path) -> Iterator[int]:
    """Hold `DATA_DIR/lock`; yields the descriptor, which a child may inherit to hold it longer.

    `LocalStackError`, at once, where a supervisor that runs has it.
    """
    descriptor = os.open(data_dir / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not _try_lock(descriptor):
            holder = _living_holder(descriptor)
            if holder is not None or time.monotonic() > deadline:
                who = f"process {holder}" if holder is not None else "another process"
                raise LocalStackError(
                    f"`ombud up` already runs on {data_dir} ({who}). Stop that one, or choose another OMBUD_DATA_DIR."
                )
            time.sleep(0.1)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} {psutil.Process().create_time()}".encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def locked_folder(folder: Path, patience: float = 0.0) -> Iterator[int]:
    """Hold a lock on the folder itself: of two data folders that name one cluster, one copied, only one may use it."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        deadline = time.monotonic() + patience
        while not _try_lock(descriptor):
            if time.monotonic() < deadline:
                time.sleep(0.05)
                continue
            raise LocalStackError(f"Another `ombud up` uses the database in {folder}; was its data folder copied?")
        yield descriptor
    finally:
        os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _living_holder(descriptor: int) -> int | None:
    """Find the supervisor that wrote itself into the lock, if it runs; its start time tells it from a namesake."""
    try:
        pid, started = os.pread(descriptor, 100, 0).split()
        process = psutil.Process(int(pid))
        alive = process.status() != psutil.STATUS_ZOMBIE and abs(process.create_time() - float(started)) < 1
    except (ValueError, psutil.Error):
        return None
    return process.pid if alive else None
