"""Keep processes running, forward what they say, and stop them in time.

One thread: children are forked from it (see `spawn`), and between fork and exec no other thread can hold a lock.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from ombud.local.child_output import ChildOutput
from ombud.local.errors import LocalStackError
from ombud.local.forwarded_log import ForwardedLog
from ombud.local.processes import Command, kill_group, reap_orphans, signal_leader, spawn

FIRST_DELAY, LONGEST_DELAY = 0.5, 10.0  # seconds before a restart; doubled each time
STEADY_SECONDS = 30.0  # who ran for so long begins again with the first delay
RECOVER_AFTER = 2  # failures in a row
DYING_SECONDS = 1.0  # between the hard signal and SIGKILL
IDLE_SECONDS = 1.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Service(Protocol):
    """What the supervisor must know of something it keeps running."""

    @property
    def name(self) -> str:
        """Unique within the stack."""

    def prepare(self) -> None:
        """Make what is missing and clear away what an earlier run left; called before every start."""

    def recover(self) -> bool:
        """Mend what keeps it from starting, where that can be; called when starts keep failing."""

    def command(self, environment: Mapping[str, str]) -> Command:
        """How to run it, with these variables in addition to its own."""

    def is_ready(self, pid: int) -> bool:
        """Whether it does its work now."""


class StopRequested(Exception):  # noqa: N818 - not an error
    """A person or the machine asked the stack to stop; not a failure."""


@dataclass(slots=True)
class Kept:
    """A service and how it fares. `process` is None while it waits to be started again."""

    service: Service
    command: Command
    process: subprocess.Popen[bytes] | None = None
    output: int = -1
    started_at: float = 0.0
    restart_at: float = 0.0
    failures: int = 0


class Supervisor:
    """Starts, watches, restarts and stops. `mark` goes into the environment of every child."""

    def __init__(self, log: ForwardedLog, mark: Mapping[str, str]) -> None:
        self._log = log
        self._mark = mark
        self._kept: dict[str, Kept] = {}
        self._output = ChildOutput()
        self._stop_requests = 0
        self._stopping = False
        self._passing: subprocess.Popen[bytes] | None = None

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take SIGINT, SIGTERM and SIGHUP as requests to stop, for as long as the block lasts."""

        def received() -> None:
            self._stop_requests += 1

        with self._output.woken_by(*STOP_SIGNALS, received=received):
            yield

    def keep(self, service: Service) -> None:
        """Start the service, and start it again whenever it ends."""
        kept = Kept(service, service.command(self._mark))
        self._start(kept)
        self._kept[service.name] = kept

    def drop(self, name: str) -> None:
        """Kill the service and forget it."""
        kept = self._kept.pop(name)
        if kept.process is not None:
            kill_group(kept.process)
            self._bury(kept, kept.process)

    def pid(self, name: str) -> int | None:
        """Tell the process id of a service, or None where it does not run."""
        kept = self._kept.get(name)
        return kept.process.pid if kept and kept.process else None

    def wait_until_ready(self, name: str, seconds: float, tries: int) -> bool:
        """Whether the service gets ready in that time, with that many starts at most; `StopRequested` if asked to."""
        kept, deadline, next_look = self._kept[name], time.monotonic() + seconds, 0.0
        while kept.failures < tries and time.monotonic() < deadline:
            if kept.process is not None and time.monotonic() >= next_look:
                if kept.service.is_ready(kept.process.pid):
                    return True
                next_look = time.monotonic() + 0.1
            self.turn(0.02)
        return False

    def once(self, command: Command) -> bytes:
        """Run a command to its end and return its stdout; its stderr is forwarded.

        `LocalStackError` where it fails, `StopRequested` if asked to stop meanwhile.
        """
        collected: list[bytes] = []
        output, stdout = self._output.open(collected.append)
        words, stderr = self._output.open(lambda piece: self._log.feed(command.name, piece))
        try:
            self._passing = process = spawn(_marked(command, self._mark), stdout=stdout, stderr=stderr)
        finally:
            os.close(stdout)
            os.close(stderr)
        try:
            while process.poll() is None:
                self.turn(IDLE_SECONDS)
        finally:
            kill_group(process)
            process.wait()
            self._passing = None
            self._output.close(output)
            self._output.close(words)
            self._log.finish(command.name)
        if process.returncode != 0:
            raise LocalStackError(f"{command.name} failed ({_ending(process.returncode)}); its own words are above.")
        return b"".join(collected)

    def run(self) -> None:
        """Keep everything running until asked to stop, which raises `StopRequested`."""
        while True:
            self.turn(IDLE_SECONDS)

    def turn(self, seconds: float) -> None:
        """Wait that long at most for something to happen, and see to it."""
        due = [kept.restart_at - time.monotonic() for kept in self._kept.values() if kept.process is None]
        self._output.wait(min([seconds, *due]) if not self._stopping else seconds)
        own = [kept.process for kept in self._kept.values()]
        reap_orphans([process for process in (self._passing, *own) if process is not None])
        for kept in list(self._kept.values()):
            if kept.process is not None and kept.process.poll() is not None:
                self._ended(kept, kept.process)
            elif kept.process is None and not self._stopping and time.monotonic() >= kept.restart_at:
                self._restart(kept)
        if self._stop_requests and not self._stopping:
            raise StopRequested

    def stop(self, waves: list[tuple[list[str], float]]) -> None:
        """Stop services, wave after wave: names, and the seconds they have. The rest is killed.

        A second signal meanwhile means that whoever sent it is out of patience: then nobody gets more time.
        """
        self._stopping = True
        for names, seconds in waves:
            running = [self._kept[name] for name in names if self.pid(name) is not None]
            for kept in running:
                if kept.process is not None:
                    signal_leader(kept.process, kept.command.stop_signal)
            self._turn_while(running, seconds, lambda: self._stop_requests < 2)
            for kept in running:
                if kept.process is not None:
                    self._log.line("up", f"{kept.service.name} did not stop in time")
                    signal_leader(kept.process, kept.command.death_signal)
            self._turn_while(running, DYING_SECONDS, lambda: True)
            for kept in running:
                self.drop(kept.service.name)

    def _turn_while(self, running: list[Kept], seconds: float, go_on: Callable[[], bool]) -> None:
        deadline = time.monotonic() + seconds
        while any(kept.process for kept in running) and go_on() and time.monotonic() < deadline:
            self.turn(min(0.1, max(0.0, deadline - time.monotonic())))

    def _start(self, kept: Kept) -> None:
        name = kept.service.name
        kept.service.prepare()
        kept.started_at = time.monotonic()
        kept.output, writing = self._output.open(lambda piece: self._log.feed(name, piece))
        try:
            kept.process = spawn(kept.command, stdout=writing, stderr=writing)
        except BaseException:
            self._output.close(kept.output)
            raise
        finally:
            os.close(writing)

    def _restart(self, kept: Kept) -> None:
        name = kept.service.name
        try:
            if kept.failures >= RECOVER_AFTER and kept.service.recover():
                self._log.line("up", f"{name} begins with an empty memory: its files were broken")
            self._start(kept)
        except (OSError, subprocess.SubprocessError, LocalStackError) as error:
            self._failed(kept, str(error))

    def _ended(self, kept: Kept, process: subprocess.Popen[bytes]) -> None:
        self._bury(kept, process)
        if not self._stopping:
            if time.monotonic() - kept.started_at > STEADY_SECONDS:
                kept.failures = 0
            self._failed(kept, _ending(process.returncode))

    def _failed(self, kept: Kept, cause: str) -> None:
        kept.failures += 1
        delay = min(FIRST_DELAY * 2.0 ** (kept.failures - 1), LONGEST_DELAY)
        kept.restart_at = time.monotonic() + delay
        self._log.line("up", f"{kept.service.name} ended ({cause}); it starts again in {delay:g} s")

    def _bury(self, kept: Kept, process: subprocess.Popen[bytes]) -> None:
        # Its own children may live on, and hold its port: nothing of it may be left when it starts again.
        kill_group(process)
        process.wait()
        self._output.close(kept.output)
        self._log.finish(kept.service.name)
        kept.process = None


def _marked(command: Command, mark: Mapping[str, str]) -> Command:
    return replace(command, environment={**command.environment, **mark})


def _ending(returncode: int) -> str:
    if returncode < 0:
        return f"signal {-returncode}, {signal.strsignal(-returncode)}"
    return f"exit code {returncode}"
