"""The `Prefer` header (RFC 7240): what of it this API knows."""

import re

LONGEST_WAIT = 10.0
_WAIT = re.compile(r"(?:^|[,;])\s*wait\s*=\s*\"?(\d+)\"?\s*(?=$|[,;])", re.IGNORECASE | re.ASCII)


def wished_wait(prefer: str | None) -> float | None:
    """Return how many seconds the caller would wait, at most 10; None where it said nothing of the kind."""
    found = _WAIT.search(prefer) if prefer else None
    return min(float(found[1]), LONGEST_WAIT) if found else None
