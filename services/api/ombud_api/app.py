"""The application: the only place that wires things together."""

import re
from collections.abc import Callable
from http import HTTPStatus
from time import perf_counter
from typing import Any

import structlog
from flask import Flask, Response, g, request

from ombud.domain.ids import new_id
from ombud.messaging.doorbell import Doorbell
from ombud.messaging.score_cache import ScoreCache
from ombud.pipeline.policy_in_force import PoliciesInForce
from ombud.settings import Settings
from ombud.storage.database import Database
from ombud_api import health, problems
from ombud_api.auth.site_keys import KeyRing
from ombud_api.context import Services, attach
from ombud_api.demo.newsroom import newsroom_blueprint
from ombud_api.demo.ombud_client import OmbudApi
from ombud_api.docs.pages import docs_blueprint
from ombud_api.doors.perspective.routes import perspective_blueprint
from ombud_api.judge import Judge
from ombud_api.limits import request_limits
from ombud_api.limits.backlog import Backlog
from ombud_api.limits.rate_limit import RateLimiter
from ombud_api.usual_waits import UsualWaits
from ombud_api.v1.appeal_rejection import appeal_rejection
from ombud_api.v1.check_text import check_text
from ombud_api.v1.decide_appeal import decide_appeal
from ombud_api.v1.decide_comment import decide_comment
from ombud_api.v1.edit_comment import edit_comment
from ombud_api.v1.erase_author import erase_author
from ombud_api.v1.erase_comment import erase_comment
from ombud_api.v1.export_author import export_author
from ombud_api.v1.list_appeals import list_appeals
from ombud_api.v1.list_comments import list_comments
from ombud_api.v1.read_comment import read_comment
from ombud_api.v1.read_events import read_events
from ombud_api.v1.read_status import read_status
from ombud_api.v1.report_comment import report_comment
from ombud_api.v1.submit_batch import submit_batch
from ombud_api.v1.submit_comment import submit_comment
from ombud_api.v1.webhooks.routes import WEBHOOK_ROUTES
from ombud_api.waiting_room import WaitingRoom

log = structlog.get_logger(__name__)

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""A caller's own request id is taken if it is harmless in logs: it ties what they saw to what we saw."""

THREADS = 32
CONNECTIONS = 16

ROUTES: tuple[tuple[str, str, Callable[..., Response]], ...] = (
    ("POST", "/v1/comments", submit_comment),
    ("GET", "/v1/comments", list_comments),
    ("POST", "/v1/comments/batch", submit_batch),
    ("GET", "/v1/comments/<uuid:comment_id>", read_comment),
    ("PUT", "/v1/comments/<uuid:comment_id>", edit_comment),
    ("DELETE", "/v1/comments/<uuid:comment_id>", erase_comment),
    ("POST", "/v1/comments/<uuid:comment_id>/decisions", decide_comment),
    ("GET", "/v1/comments/<uuid:comment_id>/status", read_status),
    ("POST", "/v1/comments/<uuid:comment_id>/reports", report_comment),
    ("POST", "/v1/comments/<uuid:comment_id>/appeals", appeal_rejection),
    ("GET", "/v1/appeals", list_appeals),
    ("POST", "/v1/appeals/<uuid:appeal_id>/decision", decide_appeal),
    ("DELETE", "/v1/authors/<path:author_id>", erase_author),
    ("GET", "/v1/authors/<path:author_id>/export", export_author),
    ("POST", "/v1/check", check_text),
    ("GET", "/v1/events", read_events),
    *WEBHOOK_ROUTES,
    ("GET", "/livez", health.live),
    ("GET", "/readyz", health.ready),
)


def create_app(settings: Settings) -> Flask:
    """Make the application for one process; connections are opened when they are first used."""
    app = Flask("ombud_api", static_folder=None)
    app.url_map.merge_slashes = False  # an address with a slash too many is not ours, and is not led elsewhere
    database = Database(settings.require_database_url(), pool_size=CONNECTIONS, application_name="ombud-api")
    redis_url = settings.require_redis_url()
    score_cache = ScoreCache(redis_url, settings.require_secret_key()) if settings.secret_key else None
    attach(
        app,
        Services(
            settings=settings,
            database=database,
            doorbell=Doorbell(redis_url),
            key_ring=KeyRing(database),
            rate_limiter=RateLimiter(redis_url),
            backlog=Backlog(database, settings.backlog_limit),
            waiting_room=WaitingRoom(database, places=THREADS // 2),
            judge=Judge(database, settings.model, score_cache),
            score_cache=score_cache,
            policies=PoliciesInForce(),
            usual_waits=UsualWaits(),
        ),
    )
    for method, rule, view in ROUTES:
        app.add_url_rule(rule, view_func=view, methods=[method], provide_automatic_options=False)
    app.register_blueprint(docs_blueprint())
    app.register_blueprint(perspective_blueprint(settings.model))
    if settings.demo_site_key is not None and settings.demo_made_at is not None:
        address = f"http://{settings.reachable_host}:{settings.port}"
        newsroom = OmbudApi(address, settings.demo_site_key.get_secret_value())
        app.register_blueprint(newsroom_blueprint(newsroom, settings.demo_made_at))
    problems.register(app)
    app.before_request(_begin)
    app.after_request(request_limits.add_headers)
    app.after_request(_end)
    return app


def _begin() -> None:
    g.started = perf_counter()
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if _REQUEST_ID.fullmatch(given) else str(new_id())


def _end(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.request_id
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Cache-Control", "no-store")
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        log.info("request", **_summary(response))
    return response


def _summary(response: Response) -> dict[str, Any]:
    return {
        "method": request.method,
        "route": request.url_rule.rule if request.url_rule else "unknown",
        "status": response.status_code,
        "milliseconds": round((perf_counter() - g.started) * 1000, 1),
        "request_id": g.request_id,
    }
