"""`/livez` and `/readyz`: kept trivial, because a slow health check takes every server out of rotation at once."""

from http import HTTPStatus

from flask import Response

from ombud.domain.errors import UnavailableError
from ombud.storage import migrate
from ombud_api.context import Services, services
from ombud_api.v1.answers import json_answer


def live() -> Response:
    """Say that the process answers; looks at nothing else."""
    return json_answer({"status": "ok"})


def ready() -> Response:
    """Say whether requests can be served. Redis away or no model is degraded, and still ready."""
    ours = services()
    problem = _database_problem(ours)
    if problem:
        return json_answer({"status": "not ready", "problems": [problem]}, HTTPStatus.SERVICE_UNAVAILABLE)
    lacking = []
    if not ours.rate_limiter.reaches_redis():
        lacking.append("Redis cannot be reached: comments are accepted and wait; nothing is decided.")
    missing = ours.judge.load()
    if missing is not None:
        lacking.append(f"The model cannot be loaded, so every comment is held. {missing}")
    return json_answer({"status": "degraded" if lacking else "ok", "problems": lacking})


def _database_problem(ours: Services) -> str | None:
    try:
        with ours.database.transaction() as connection:
            revision = migrate.current_revision(connection)
    except UnavailableError:
        return "The database cannot be reached."
    if revision is None:
        return "The database has no schema. Run `ombud db upgrade`."
    # A schema that this release does not know was made by a newer one, whose migrations work with this release.
    if migrate.is_known(revision) and revision != migrate.latest_revision():
        return f"The schema is at {revision}, not {migrate.latest_revision()}. Run `ombud db upgrade`."
    return None
