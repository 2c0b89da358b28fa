"""What the request handlers work with, made once per process by `create_app`."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from ombud.messaging.doorbell import Doorbell
from ombud.messaging.score_cache import ScoreCache
from ombud.pipeline.policy_in_force import PoliciesInForce
from ombud.settings import Settings
from ombud.storage.database import Database
from ombud_api.auth.site_keys import KeyRing
from ombud_api.judge import Judge
from ombud_api.limits.backlog import Backlog
from ombud_api.limits.rate_limit import RateLimiter
from ombud_api.usual_waits import UsualWaits
from ombud_api.waiting_room import WaitingRoom

_EXTENSION = "ombud"


@dataclass(frozen=True, slots=True)
class Services:
    """One process's connections and counters."""

    settings: Settings
    database: Database
    doorbell: Doorbell
    key_ring: KeyRing
    rate_limiter: RateLimiter
    backlog: Backlog
    waiting_room: WaitingRoom
    judge: Judge
    score_cache: ScoreCache | None
    """None where there is no secret key to seal entries with."""
    policies: PoliciesInForce
    usual_waits: UsualWaits


def attach(app: Flask, services: Services) -> None:
    """Give an application its services."""
    app.extensions[_EXTENSION] = services


def services() -> Services:
    """Return the present application's services."""
    return cast(Services, current_app.extensions[_EXTENSION])
