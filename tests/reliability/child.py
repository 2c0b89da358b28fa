"""One process of the stack: started, killed and started again, as a test wants it."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import psutil

from ombud.local.processes import Command, kill_group, spawn


class Child:
    """A process in a session of its own, writing to a log.

    To be started from the main thread: see `spawn`. `is_ready` is asked with the process id.
    """

    def __init__(
        self,
        command: Command,
        log: Path,
        *,
        is_ready: Callable[[int], bool] = lambda _: True,
        prepare: Callable[[], None] = lambda: None,
    ) -> None:
        self.command = command
        self.log = log
        self.tampered = False
        self._is_ready = is_ready
        self._prepare = prepare
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The leader's process id, whether it runs or has ended."""
        assert self._process is not None, f"{self.command.name} was never started"
        return self._process.pid

    def runs(self) -> bool:
        """Whether the leader runs."""
        return self._process is not None and self._process.poll() is None

    def offspring(self) -> list[psutil.Process]:
        """The leader's children that run: gunicorn's workers, Celery's pool, PostgreSQL's backends."""
        try:
            children = psutil.Process(self.pid).children()
            return [child for child in children if child.status() != psutil.STATUS_ZOMBIE]
        except psutil.NoSuchProcess:
            return []

    def start(self, *, argv: tuple[str, ...] | None = None, **environment: str) -> None:
        """Start it, with more in its environment or as another program where asked for; it must not run."""
        assert not self.runs()
        self._prepare()
        self.tampered = bool(environment or argv)
        command = replace(
            self.command, argv=argv or self.command.argv, environment={**self.command.environment, **environment}
        )
        with self.log.open("ab") as log:
            self._process = spawn(command, stdout=log.fileno(), stderr=log.fileno())

    def restart(self, *, argv: tuple[str, ...] | None = None, **environment: str) -> None:
        """Kill what runs of it, and start it."""
        self.kill()
        self.start(argv=argv, **environment)

    def wait_until_ready(self, seconds: float = 30.0) -> None:
        """Wait until it serves."""
        assert eventually(lambda: self._is_ready(self.pid), seconds), self.tail()

    def kill(self) -> None:
        """Kill the leader and its whole group; PostgreSQL with SIGQUIT, its "immediate" stop, as with a power cut."""
        if self._process is not None:
            if self.command.death_signal is not signal.SIGKILL and self.runs():
                self._process.send_signal(self.command.death_signal)
                self._process.wait(10)
            kill_group(self._process)
            self._process.wait()

    def kill_leader(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Kill the leader alone; its children are left to notice."""
        assert self._process is not None
        self._process.send_signal(number)
        self._process.wait()

    def stop(self, seconds: float) -> float:
        """Ask it to stop; returns how long that took. Fails where it takes longer than `seconds`."""
        assert self._process is not None
        begun = time.monotonic()
        self._process.send_signal(self.command.stop_signal)
        self._process.wait(seconds)
        return time.monotonic() - begun

    def signal(self, number: signal.Signals) -> None:
        """Signal the leader and its whole group."""
        os.killpg(self.pid, number)

    def tail(self) -> str:
        """Return the end of its log."""
        return self.log.read_text(errors="replace")[-4000:]

    def log_from(self, offset: int) -> str:
        """Return what it has written since the log had that many bytes."""
        return self.log.read_bytes()[offset:].decode(errors="replace")

    def log_size(self) -> int:
        """How much it has written."""
        return self.log.stat().st_size


def eventually(condition: Callable[[], object], seconds: float = 10.0, *, every: float = 0.05) -> bool:
    """Whether the condition comes true in that time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(every)
    return bool(condition())


def clean_environment(**more: str) -> Mapping[str, str]:
    """Return this process's environment without Ombud's settings, and with those given."""
    return {name: value for name, value in os.environ.items() if not name.startswith("OMBUD_")} | more
