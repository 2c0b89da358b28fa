"""Names of queues and tasks. Deployables know each other by these alone."""

from ombud.domain.deliveries import DeliveryLane
from ombud.domain.jobs import Lane

AnyLane = Lane | DeliveryLane

MODERATE = "ombud.moderate"
"""The task that moderates whatever is due in the worker's lanes."""

DELIVER = "ombud.deliver"
"""The task that wakes the deliverer."""


def queue_of(lane: AnyLane) -> str:
    """Return the Celery queue on which a lane's doorbells are rung."""
    return f"ombud.{lane.value}"


def task_of(lane: AnyLane) -> str:
    """Return the task that answers a lane's doorbell."""
    return DELIVER if isinstance(lane, DeliveryLane) else MODERATE
