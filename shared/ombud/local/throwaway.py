"""Servers for a test run: empty, quick, and gone afterwards, also when the run is killed."""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from ombud.local.data_lock import locked_folder
from ombud.local.embedded_postgres import EmbeddedPostgres
from ombud.local.embedded_valkey import EmbeddedValkey
from ombud.local.errors import LocalStackError
from ombud.local.ports import choose_port
from ombud.local.postgres_files import new_cluster_home
from ombud.local.processes import kill_group, signal_leader, spawn

START_SECONDS = 20.0
STOP_SECONDS = 5.0
ATTEMPTS = 3  # another process may take a port between the moment it is chosen and the server's start
PREFIX = "ombud-throwaway-"
ABANDONED_SECONDS = 60.0

Server = TypeVar("Server", EmbeddedPostgres, EmbeddedValkey)


@contextmanager
def throwaway_postgres(*, durable: bool = False) -> Iterator[EmbeddedPostgres]:
    """Run a PostgreSQL with an empty database `ombud`; without fsync unless durable. Enter it from the main thread.

    `LocalStackError` where it does not start.
    """
    with _folder() as folder:
        home, password = new_cluster_home(folder), secrets.token_hex(16)

        def server(port: int) -> EmbeddedPostgres:
            return EmbeddedPostgres(home, password, port, durable=durable)

        try:
            with _running(server, folder / "log") as running:
                yield running
        finally:
            shutil.rmtree(home, ignore_errors=True)


@contextmanager
def throwaway_valkey() -> Iterator[EmbeddedValkey]:
    """Run an empty Valkey that writes nothing to disk. Enter it from the main thread.

    `LocalStackError` where it does not start.
    """
    with _folder() as folder:

        def server(port: int) -> EmbeddedValkey:
            return EmbeddedValkey(folder / "valkey", secrets.token_hex(16), port, durable=False)

        with _running(server, folder / "log") as running:
            yield running


@contextmanager
def _running(make: Callable[[int], Server], log: Path) -> Iterator[Server]:
    for _ in range(ATTEMPTS):
        server = make(choose_port(None))
        server.prepare()
        with log.open("ab") as output:
            process = spawn(server.command({}), stdout=output.fileno(), stderr=output.fileno())
        try:
            if _wait_until_ready(server, process):
                yield server
                return
        finally:
            _stop(process, server.command({}).stop_signal)
    raise LocalStackError(f"{server.name} did not start: {log.read_text(errors='replace')[-2000:]}")


def _wait_until_ready(server: EmbeddedPostgres | EmbeddedValkey, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if server.is_ready(process.pid):
            return True
        time.sleep(0.02)
    return False


def _stop(process: subprocess.Popen[bytes], stop_signal: signal.Signals) -> None:
    signal_leader(process, stop_signal)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        kill_group(process)
        process.wait()


@contextmanager
def _folder() -> Iterator[Path]:
    _remove_abandoned()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o711)  # ours and new; root's PostgreSQL runs as nobody, who has to pass through
    try:
        with locked_folder(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned() -> None:
    """Remove what runs that were killed left: our folders that nobody holds locked, nor has made just now."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError, LocalStackError):
            found = folder.lstat()
            if found.st_uid == os.geteuid() and time.time() - found.st_ctime > ABANDONED_SECONDS:
                with locked_folder(folder):
                    shutil.rmtree(folder, ignore_errors=True)
