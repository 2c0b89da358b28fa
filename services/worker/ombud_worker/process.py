"""What each child process of the worker holds: its own connections and its own model, made after the fork."""

from dataclasses import dataclass
from datetime import timedelta

import structlog

from ombud.domain.errors import ModelError
from ombud.domain.jobs import Lane
from ombud.messaging.doorbell import Doorbell
from ombud.messaging.score_cache import ScoreCache
from ombud.observability.logs import configure_logs
from ombud.pipeline.moderate import Moderator
from ombud.scoring.engine import Engine
from ombud.scoring.models.catalogue import load_engine
from ombud.settings import Settings
from ombud.storage.database import Database

log = structlog.get_logger(__name__)

_current: "WorkerProcess | None" = None


@dataclass(slots=True)
class WorkerProcess:
    """One child process. Its doorbell is for what it leaves to others; ringing never holds up its work."""

    moderator: Moderator
    doorbell: Doorbell


def start(settings: Settings, lanes: tuple[Lane, ...]) -> None:
    """Make this process ready: called in each child, after the fork."""
    global _current
    configure_logs(settings.log_format, "worker")
    database = Database(settings.require_database_url(), pool_size=2, application_name="ombud-worker")
    redis_url = settings.require_redis_url()
    moderator = Moderator(
        database,
        load_or_explain(settings.model),
        lanes,
        timedelta(seconds=settings.lease_seconds),
        cache=ScoreCache(redis_url, settings.require_secret_key()) if settings.secret_key else None,
    )
    _current = WorkerProcess(moderator, Doorbell(redis_url))


def current() -> WorkerProcess:
    """Return this process's own; a defect where it was not started."""
    if _current is None:
        raise RuntimeError("the worker process was not started")
    return _current


def load_or_explain(name: str) -> Engine | ModelError:
    """Return the engine, warmed; or why there is none, in which case every comment is held. No other model steps in."""
    try:
        engine = load_engine(name)
        engine.score(["The first text takes longest."])
    except ModelError as error:
        log.error("model_not_loaded", model=name, error=str(error))
        return error
    log.info("model_loaded", model=engine.identity.name, version=engine.identity.version)
    return engine
