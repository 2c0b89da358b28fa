"""Sweeping: making due again what a worker lost, and forgetting what need not be kept. Safe to run twice at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ombud.domain.deliveries import LIFETIME, DeliveryLane
from ombud.domain.jobs import Lane
from ombud.messaging.queues import AnyLane
from ombud.observability.crash_points import crash_point
from ombud.storage.deliveries import deliveries_are_due, expire_delivery_leases
from ombud.storage.delivery_history import bury_for_disabled, bury_too_old, forget_finished
from ombud.storage.idempotency import forget_old_answers
from ombud.storage.jobs import expire_leases, lanes_with_due_jobs, queue_depths, release_all

FINISHED_KEPT = timedelta(days=30)
"""How long deliveries that have ended, and their attempts, can be looked at and sent again."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep found: leases that ran out, and the lanes that want a doorbell."""

    expired_leases: int
    due_lanes: tuple[AnyLane, ...]


def sweep(connection: Connection, now: datetime) -> Swept:
    """Expire leases and look for due jobs and deliveries; the caller rings for the lanes after its commit."""
    expired = sum(expire_leases(connection, now).values()) + expire_delivery_leases(connection, now)
    bury_for_disabled(connection, now)
    crash_point("sweep.before_commit")
    return Swept(expired, (*lanes_with_due_jobs(connection, now), *_delivery_lane(connection, now)))


def _delivery_lane(connection: Connection, now: datetime) -> tuple[DeliveryLane, ...]:
    return (DeliveryLane.DELIVER,) if deliveries_are_due(connection, now) else ()


def tidy(connection: Connection, now: datetime) -> int:
    """Give up deliveries that have waited too long, and forget what need not be kept.

    Returns how many old answers to idempotency keys went.
    """
    bury_too_old(connection, now, now - LIFETIME)
    forget_finished(connection, now - FINISHED_KEPT)
    return forget_old_answers(connection, now)


@dataclass(frozen=True, slots=True)
class Redriven:
    """What a redrive did: leases taken back, comments that wait, and the lanes that want a doorbell."""

    released: int
    waiting: int
    due_lanes: tuple[Lane, ...]


def redrive(connection: Connection, now: datetime) -> Redriven:
    """Take every lease back, blaming no text for it; the caller rings after its commit."""
    released = release_all(connection, now)
    waiting = sum(depth for depth, _ in queue_depths(connection).values())
    return Redriven(released, waiting, tuple(lanes_with_due_jobs(connection, now)))
