"""A small client of the API for websites in Python: `from ombud.client import Ombud`. Needs the extra `client`."""

from ombud.client.answers import Appeal, Comment, Event, Receipt, Report, Status
from ombud.client.ombud import Ombud
from ombud.client.problems import OmbudUnreachableError, ProblemError

__all__ = [
    "Appeal",
    "Comment",
    "Event",
    "Ombud",
    "OmbudUnreachableError",
    "ProblemError",
    "Receipt",
    "Report",
    "Status",
]
