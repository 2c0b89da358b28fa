"""The task behind a moderation doorbell."""

from time import monotonic

from celery import shared_task

from ombud.messaging.doorbell import ring_now
from ombud.messaging.queues import MODERATE
from ombud_worker.process import current

LONGEST_SECONDS = 5.0


@shared_task(name=MODERATE)
def moderate() -> None:
    """Moderate what is due, a few seconds at most, and ring again for the rest. Finds nothing when rung twice."""
    process = current()
    until = monotonic() + LONGEST_SECONDS
    while process.moderator.moderate_batch():
        if monotonic() > until:
            ring_now(moderate.app, process.moderator.lanes[0])
            return
