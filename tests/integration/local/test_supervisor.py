"""Keep, restart and stop, with small real processes."""

import os
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from ombud.local.errors import LocalStackError
from ombud.local.forwarded_log import ForwardedLog
from ombud.local.processes import Command
from ombud.local.supervisor import StopRequested, Supervisor


@dataclass
class Script:
    """A service that runs a line of Python."""

    code: str
    name: str = "script"
    prepared: int = 0
    recovered: int = 0

    def prepare(self) -> None:
        self.prepared += 1

    def recover(self) -> bool:
        self.recovered += 1
        return True

    def command(self, environment: Mapping[str, str]) -> Command:
        return Command(self.name, (sys.executable, "-c", self.code), environment)

    def is_ready(self, pid: int) -> bool:
        return pid > 0


@pytest.fixture
def log() -> tuple[ForwardedLog, int]:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    return ForwardedLog(writing), reading


def turn_for(supervisor: Supervisor, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        supervisor.turn(0.05)


def test_restarts_wait_longer_each_time_and_recovery_is_tried_after_two_failures(log: tuple[ForwardedLog, int]) -> None:
    supervisor, script = Supervisor(log[0], {}), Script("raise SystemExit(7)")
    with supervisor.listening():
        supervisor.keep(script)
        turn_for(supervisor, 2.2)
        supervisor.stop([(["script"], 1)])
    said = os.read(log[1], 65536).decode()
    waits = [line.rsplit("in ", 1)[1] for line in said.splitlines() if "starts again" in line]
    assert waits == ["0.5 s", "1 s", "2 s"]
    assert (script.prepared, script.recovered) == (3, 1)


def test_a_signal_ends_the_run_at_once(log: tuple[ForwardedLog, int]) -> None:
    supervisor = Supervisor(log[0], {})
    with supervisor.listening():
        supervisor.keep(Script("import os, signal, time; os.kill(os.getppid(), signal.SIGTERM); time.sleep(60)"))
        begun = time.monotonic()
        with pytest.raises(StopRequested):
            supervisor.run()
        supervisor.stop([(["script"], 5)])
    assert time.monotonic() - begun < 3
    assert supervisor.pid("script") is None


def test_signal_handlers_are_put_back(log: tuple[ForwardedLog, int]) -> None:
    before = signal.getsignal(signal.SIGTERM)
    with Supervisor(log[0], {}).listening():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_command_that_runs_once_gives_its_output_and_its_words_are_forwarded(log: tuple[ForwardedLog, int]) -> None:
    supervisor = Supervisor(log[0], {"MARK": "x"})
    code = "import os, sys; print('out' * 100_000); print(os.environ['MARK'], file=sys.stderr)"
    with supervisor.listening():
        output = supervisor.once(Command("once", (sys.executable, "-c", code), {}))
    assert output == b"out" * 100_000 + b"\n"
    assert os.read(log[1], 65536).decode() == "once      │ x\n"


def test_a_command_that_fails_is_an_error_that_names_it(log: tuple[ForwardedLog, int]) -> None:
    supervisor = Supervisor(log[0], {})
    with supervisor.listening(), pytest.raises(LocalStackError, match=r"once failed \(exit code 3\)"):
        supervisor.once(Command("once", (sys.executable, "-c", "raise SystemExit(3)"), {}))


def test_a_process_that_closes_its_output_is_still_watched(log: tuple[ForwardedLog, int]) -> None:
    supervisor = Supervisor(log[0], {})
    with supervisor.listening():
        supervisor.keep(Script("import os, time; os.close(1); os.close(2); time.sleep(0.3)"))
        begun = time.process_time()
        turn_for(supervisor, 0.8)
        assert time.process_time() - begun < 0.2  # no spinning on the closed pipe
        assert "script ended" in os.read(log[1], 65536).decode()
        supervisor.stop([(["script"], 1)])
