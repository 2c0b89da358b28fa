"""Named points at which a test may kill or stop the process, to show that nothing is lost there.

`OMBUD_CRASH_AT=record.before_commit:3` kills the process with SIGKILL when it passes that point for the third time;
`moderate.before_record:1:STOP` stops it there with SIGSTOP, until it is sent SIGCONT. Without the variable a crash
point does nothing.
"""

import os
import signal
from collections import Counter

VARIABLE = "OMBUD_CRASH_AT"

_passed: Counter[str] = Counter()


def crash_point(name: str) -> None:
    """Die or stop here, if a test asked for it."""
    wanted = os.environ.get(VARIABLE)
    if wanted is None:
        return
    point, *given = wanted.split(":")
    if point != name:
        return
    count, how = (*given, *("1", "KILL")[len(given) :])
    _passed[name] += 1
    if _passed[name] == int(count):
        os.kill(os.getpid(), signal.Signals[f"SIG{how}"])
