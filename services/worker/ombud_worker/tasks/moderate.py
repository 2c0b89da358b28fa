"""The task behind a moderation doorbell."""

from time import monotonic

import structlog
from celery import shared_task

from ombud.domain.deliveries import DeliveryLane
from ombud.domain.errors import UnavailableError
from ombud.messaging.queues import MODERATE
from ombud_worker.process import current

log = structlog.get_logger(__name__)

LONGEST_SECONDS = 5.0


@shared_task(name=MODERATE)
def moderate() -> None:
    """Moderate what is due, a few seconds at most, and ring again for the rest. Finds nothing when rung twice."""
    process = current()
    until = monotonic() + LONGEST_SECONDS
    try:
        while process.moderator.moderate_batch():
            process.doorbell.ring(DeliveryLane.DELIVER)
            if monotonic() > until:
                process.doorbell.ring(process.moderator.lanes[0])
                return
    except UnavailableError:  # the scheduler rings again once the database is back
        log.warning("database_away")
