"""Outlive the supervisor by a moment, to end what it could not end itself because it was killed.

The kernel ends a killed supervisor's children (`processes.py`), but not the children of those. So this process holds
one end of a pipe whose other end only the supervisor has; when that closes, it kills all that belongs to the stack.
It is a program of its own, not a fork, so that whoever kills by the name `ombud up` does not kill it too.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ombud.local.leftovers import kill_leftovers

GENTLE_SECONDS = 2.0
TIMEOUT_SECONDS = 8.0


@contextmanager
def watched(mark: str, folders: Sequence[Path], locks: Sequence[int]) -> Iterator[None]:
    """Watch over this process for as long as the block lasts; at its end, whatever is left of the stack is killed.

    The watchdog holds the lock descriptors too, so that no new start comes between.
    """
    reading, writing = os.pipe()
    process = subprocess.Popen(  # noqa: S603 - ourselves
        (sys.executable, "-m", "ombud.local.watchdog", str(reading), mark, *map(str, folders)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(reading, *locks),
        start_new_session=True,
    )
    os.close(reading)
    try:
        yield
    finally:
        os.close(writing)
        try:
            process.wait(TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main(arguments: Sequence[str]) -> None:
    """Wait for the pipe to close, then clear up. Arguments: the descriptor, the stack's mark, its folders."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)  # it ends with the supervisor, not before
    pipe, mark, *folders = arguments
    while os.read(int(pipe), 1):
        continue
    kill_leftovers(mark, tuple(map(Path, folders)), gentle=GENTLE_SECONDS, timeout=TIMEOUT_SECONDS)


if __name__ == "__main__":
    main(sys.argv[1:])
