"""A local stack with stand-in deployables, in a process of its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest

from ombud.local.ports import choose_port
from tests.servers import postgres_url  # noqa: F401 - a fixture


class RunningStack:
    """`up` on a data folder. Everything it started can be asked for, even after its parents are gone."""

    def __init__(self, data_dir: Path, port: int, **environment: str) -> None:
        self.data_dir = data_dir
        self.log = Path(f"{data_dir}.log")
        self.port = port
        command = (sys.executable, str(Path(__file__).with_name("run_stack.py")), str(data_dir), str(port))
        ours = {name: value for name, value in os.environ.items() if not name.startswith("OMBUD_")}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=log, env={**ours, **environment}, start_new_session=True
            )
        self.tree: list[psutil.Process] = []

    def wait_until_ready(self) -> dict[str, Any]:
        """The line that `--ready-json` prints."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.log.read_text()
        self.tree = psutil.Process(self.process.pid).children(recursive=True)
        document: dict[str, Any] = json.loads(line)
        return document

    def stop(self, signal_number: signal.Signals = signal.SIGTERM) -> float:
        """Ask it to stop; the seconds that took."""
        begun = time.monotonic()
        self.process.send_signal(signal_number)
        assert self.process.wait(20) == 0, self.log.read_text()
        return time.monotonic() - begun

    def alive(self) -> list[psutil.Process]:
        """What still runs of all that ran when it got ready."""
        return [process for process in self.tree if runs(process)]


def runs(process: psutil.Process) -> bool:
    """Whether it runs; a zombie does not, it only waits for its parent."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def gone(stack: RunningStack) -> bool:
    """Whether nothing of the stack runs any more."""
    return not stack.alive()


def eventually(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether the condition comes true in that time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


@pytest.fixture
def reachable_folder() -> Iterator[Path]:
    """A folder that others may pass through, as pytest's own temporary folders are not."""
    folder = Path(tempfile.mkdtemp(prefix="ombud-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def start_stack(reachable_folder: Path) -> Iterator[Callable[..., RunningStack]]:
    """Start a stack, again and again on the same data folder; what still runs at the end is killed."""
    started: list[RunningStack] = []
    port = choose_port(None)

    def start(folder: str = "var", port: int = port, **environment: str) -> RunningStack:
        started.append(RunningStack(reachable_folder / folder, port, **environment))
        return started[-1]

    yield start
    for stack in started:
        stack.process.kill()
        stack.process.communicate()
        assert eventually(partial(gone, stack))


@pytest.fixture
def come_true() -> Callable[..., bool]:
    """Wait for a condition: `come_true(lambda: …, seconds)`."""
    return eventually
