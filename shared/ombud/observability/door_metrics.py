"""What is counted of doors."""

from prometheus_client import Counter

_FAILURES = Counter("ombud_door_failures_total", "Texts that a door could not score, by door.", ["door"])


def count_door_failure(door: str) -> None:
    """Count a text that a door could not score, however it was answered."""
    _FAILURES.labels(door).inc()
