"""Named points at which a test may kill or stop the process, to show that nothing is lost there.

`OMBUD_CRASH_AT=record.before_commit:3` kills the process with SIGKILL when it passes that point for the third time;
`moderate.before_record:1:STOP` stops it there, until it is sent SIGCONT. `@FILE` stands for what the file says, read
each time; the first process that dies or stops takes the file away, so it is the only one. Without the variable a
crash point does nothing.
"""

import contextlib
import os
import signal
from collections import Counter
from pathlib import Path

VARIABLE = "OMBUD_CRASH_AT"
IN_FILE = "@"

_passed: Counter[str] = Counter()


def crash_point(name: str) -> None:
    """Die or stop here, if a test asked for it."""
    told = os.environ.get(VARIABLE)
    if told is None:
        return
    file = Path(told.removeprefix(IN_FILE)) if told.startswith(IN_FILE) else None
    with contextlib.suppress(FileNotFoundError):  # nothing is asked for just now, or another process was first
        wanted = file.read_text("utf-8") if file else told
        point, *given = wanted.split(":")
        if point != name:
            return
        count, how = (*given, *("1", "KILL")[len(given) :])
        _passed[wanted] += 1
        if _passed[wanted] != int(count):
            return
        if file:
            _passed.clear()
            file.unlink()
        os.kill(os.getpid(), signal.Signals[f"SIG{how}"])
