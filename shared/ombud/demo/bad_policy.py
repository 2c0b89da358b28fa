"""The bad afternoon: five hours in which a policy was active that held far too much."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Final

BAD_POLICY_DAYS_AGO: Final = 14
BAD_POLICY_FROM: Final = time(10, tzinfo=UTC)
BAD_POLICY_TO: Final = time(15, tzinfo=UTC)
BAD_POLICY_NOTE: Final = "Tighter before the barracks meeting"
"""What its author wrote on activating it."""
BAD_POLICY_THRESHOLDS: Final[Mapping[str, Mapping[str, float]]] = {
    "toxicity": {"hold": 0.02, "reject": 0.95},
    "insult": {"hold": 0.02},
    "threat": {"hold": 0.01, "reject": 0.9},
    "identity_attack": {"hold": 0.01},
}
"""In the form of a policy document's `thresholds`: a decimal point slipped by one place."""


def bad_policy_window(now: datetime) -> tuple[datetime, datetime]:
    """From when to when it was active in a newsroom made at `now` (aware UTC)."""
    day = now.astimezone(UTC).date() - timedelta(days=BAD_POLICY_DAYS_AGO)
    return datetime.combine(day, BAD_POLICY_FROM), datetime.combine(day, BAD_POLICY_TO)
