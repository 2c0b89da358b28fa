"""The test hook that kills a process at a named point."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ombud.observability.crash_points import VARIABLE, crash_point

PASSES_THREE_TIMES = """
from ombud.observability.crash_points import crash_point
for number in range(3):
    crash_point("a.point")
    print(number, flush=True)
"""


def _run(told: str) -> tuple[int, int]:
    done = subprocess.run(
        (sys.executable, "-c", PASSES_THREE_TIMES), env={**os.environ, VARIABLE: told}, capture_output=True, check=False
    )
    return done.returncode, len(done.stdout.split())


@pytest.mark.parametrize(("told", "passed"), [("a.point", 0), ("a.point:1", 0), ("a.point:3", 2)])
def test_the_process_dies_when_it_passes_the_point_so_often(told: str, passed: int) -> None:
    assert _run(told) == (-signal.SIGKILL, passed)


@pytest.mark.parametrize("told", ["a.point:4", "another.point", "a.poin"])
def test_a_point_that_is_not_asked_for_does_nothing(told: str) -> None:
    assert _run(told) == (0, 3)


def test_of_those_who_read_it_from_a_file_only_the_first_dies(tmp_path: Path) -> None:
    file = tmp_path / "crash_at"
    file.write_text("a.point:2")
    assert _run(f"@{file}") == (-signal.SIGKILL, 1)
    assert not file.exists()
    assert _run(f"@{file}") == (0, 3)


def test_a_process_can_be_stopped_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "kill", lambda pid, number: sent.append((pid, number)))
    monkeypatch.setenv(VARIABLE, "a.point:1:STOP")
    crash_point("a.point")
    assert sent == [(os.getpid(), signal.SIGSTOP)]


def test_without_the_variable_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    crash_point("a.point")
