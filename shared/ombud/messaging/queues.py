"""Names of queues and tasks. Deployables know each other by these alone."""

from ombud.domain.jobs import Lane

MODERATE = "ombud.moderate"
"""The task that moderates whatever is due in the worker's lanes."""


def queue_of(lane: Lane) -> str:
    """Return the Celery queue on which a lane's doorbells are rung."""
    return f"ombud.{lane.value}"
