"""Named points at which a test may kill the process, to show that nothing is lost there.

`OMBUD_CRASH_AT=record.before_commit:3` kills the process with SIGKILL when it passes that point for the third time.
Without the variable a crash point does nothing.
"""

import os
import signal
from collections import Counter

VARIABLE = "OMBUD_CRASH_AT"

_passed: Counter[str] = Counter()


def crash_point(name: str) -> None:
    """Die here, if a test asked for it."""
    wanted = os.environ.get(VARIABLE)
    if wanted is None:
        return
    point, _, count = wanted.partition(":")
    if point != name:
        return
    _passed[name] += 1
    if _passed[name] == int(count or 1):
        os.kill(os.getpid(), signal.SIGKILL)
