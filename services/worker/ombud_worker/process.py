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
from ombud.pipeline.screen import Cascade
from ombud.scoring.engine import Engine
from ombud.scoring.models.catalogue import load_engine, load_screen
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
    engine = load_or_explain(settings.model)
    moderator = Moderator(database, engine, lanes, timedelta(seconds=settings.lease_seconds))
    if settings.secret_key is not None:
        secret = settings.require_secret_key()
        moderator.cache = ScoreCache(redis_url, secret)
        moderator.cascade = load_cascade(settings.model, engine, secret)
    _current = WorkerProcess(moderator, Doorbell(redis_url))


def current() -> WorkerProcess:
    """Return this process's own; a defect where it was not started."""
    if _current is None:
        raise RuntimeError("the worker process was not started")
    return _current


def load_cascade(name: str, engine: Engine | ModelError, secret: bytes) -> Cascade | None:
    """Return the cascade of the model in use; None where it has no screen that can be used: then all is scored."""
    if isinstance(engine, ModelError):
        return None
    try:
        screen = load_screen(name, engine.identity)
    except ModelError as error:
        log.error("screen_not_loaded", model=name, error=str(error))
        return None
    return None if screen is None else Cascade(screen, secret)


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
