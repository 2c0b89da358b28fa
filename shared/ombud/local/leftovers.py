"""Find and kill what a local stack started, however far down and whoever its parent is by now.

A process belongs to a stack when it carries the stack's mark in its environment, as all descendants of the children
do, or works in the stack's cluster: PostgreSQL's backends overwrite their environment with their title.
"""

import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil

MARK = "OMBUD_STACK"  # the variable that holds it
SERVERS = ("postgres", "valkey-server")  # a person's shell may stand in the same folder


def stack_processes(mark: str | None, folders: Sequence[Path] = ()) -> Iterator[psutil.Process]:
    """Find processes of this user (of anybody, for root) that carry the mark, or serve one of the folders."""
    wanted = {str(folder) for folder in folders}
    for process in psutil.process_iter():
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                continue
            serves = process.name() in SERVERS and process.cwd() in wanted
            if serves or (mark and process.environ().get(MARK) == mark):
                yield process
        except (psutil.Error, OSError):
            continue


def kill_leftovers(mark: str | None, folders: Sequence[Path] = (), *, gentle: float = 0.0, timeout: float = 5.0) -> int:
    """Kill them all, again and again until none is left or `timeout` seconds are over; how many were found.

    For `gentle` seconds PostgreSQL is only asked (SIGQUIT, an immediate stop), because a postmaster that is killed
    leaves its shared memory behind.
    """
    begun = time.monotonic()
    found: set[int] = set()
    while True:
        waited = time.monotonic() - begun
        alive = list(stack_processes(mark, folders))
        if not alive or waited > timeout:
            return len(found)
        for process in alive:
            asked_before = process.pid in found
            found.add(process.pid)
            _end(process, gently=waited < gentle, asked_before=asked_before)
        time.sleep(0.05)


def _end(process: psutil.Process, *, gently: bool, asked_before: bool) -> None:
    try:
        if not gently or process.name() != "postgres":
            process.kill()
        elif not asked_before:
            process.send_signal(signal.SIGQUIT)
    except psutil.Error:
        return
