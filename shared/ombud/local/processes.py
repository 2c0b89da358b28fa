"""Start child processes that do not outlive the one who started them."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36  # linux/prctl.h

# Looked up before any fork: between fork and exec nothing may be imported or take a lock.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Command:
    """What to start, as whom, and how it is told to stop.

    `environment` is the child's whole environment. `stdin` is at most a pipe's capacity (64 KiB). `user` is a
    (uid, gid) pair to become, for root only. `stop_signal` asks for a clean stop; `death_signal` is what the kernel
    sends the child when its parent is gone, however that came about (Linux only).
    """

    name: str
    argv: tuple[str, ...]
    environment: Mapping[str, str] = field(repr=False)
    stdin: bytes = field(default=b"", repr=False)
    user: tuple[int, int] | None = None
    folder: Path | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL


def spawn(command: Command, *, stdout: int, stderr: int) -> subprocess.Popen[bytes]:
    """Start the command in a session of its own; `stdout` and `stderr` as for `subprocess.Popen`.

    To be called from the main thread: the kernel sends the death signal when the thread that forked ends, not only
    when the process does. `OSError` where the program cannot be run.
    """
    reading, writing = os.pipe()
    try:
        os.write(writing, command.stdin)
    finally:
        os.close(writing)
    uid, gid = command.user or (None, None)
    try:
        return subprocess.Popen(  # noqa: S603 - what to run is fixed in code
            command.argv,
            stdin=reading,
            stdout=stdout,
            stderr=stderr,
            env=dict(command.environment),
            cwd=command.folder,
            user=uid,
            group=gid,
            extra_groups=None if command.user is None else [],
            start_new_session=True,
            preexec_fn=_die_with_parent(os.getpid(), command.death_signal),  # noqa: PLW1509
        )
    finally:
        os.close(reading)


def _die_with_parent(parent: int, death_signal: signal.Signals) -> Callable[[], None] | None:
    libc = _libc
    if libc is None:
        return None

    def between_fork_and_exec() -> None:
        # Runs after the change of user, which would clear it.
        libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:  # the parent was gone before the request could be made
            os._exit(1)

    return between_fork_and_exec


def signal_leader(process: subprocess.Popen[bytes], signal_number: signal.Signals) -> None:
    """Signal the child alone, so that gunicorn or Celery can stop its own children in order."""
    if process.poll() is None:
        process.send_signal(signal_number)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill the child and every descendant that stayed in its process group, also when the child itself is gone."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # nobody left; macOS says the latter of zombies
        return


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ends, so that none is left as a zombie (Linux only)."""
    if _libc is not None:
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def reap_orphans(own: Collection[subprocess.Popen[bytes]]) -> None:
    """Take note of every adopted child that has ended; of our own ones their `Popen` takes note itself."""
    if _libc is None:  # nothing was adopted
        return
    known = {process.pid: process for process in own}
    while True:
        try:
            ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return
        if ended is None:
            return
        if ended.si_pid not in known:
            os.waitpid(ended.si_pid, 0)
        elif known[ended.si_pid].poll() is None:
            return
