"""Sweeping: making due again what a worker lost, and forgetting what need not be kept. Safe to run twice at once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from ombud.domain.jobs import Lane
from ombud.observability.crash_points import crash_point
from ombud.storage.idempotency import forget_old_answers
from ombud.storage.jobs import expire_leases, lanes_with_due_jobs, queue_depths, release_all


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep found: leases that ran out, and the lanes that want a doorbell."""

    expired_leases: int
    due_lanes: tuple[Lane, ...]


def sweep(connection: Connection, now: datetime) -> Swept:
    """Expire leases and look for due jobs; the caller rings for the lanes after its commit."""
    expired = expire_leases(connection, now)
    crash_point("sweep.before_commit")
    return Swept(sum(expired.values()), tuple(lanes_with_due_jobs(connection, now)))


def tidy(connection: Connection, now: datetime) -> int:
    """Forget old answers to idempotency keys; returns how many."""
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
