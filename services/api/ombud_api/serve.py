"""Serving the application with gunicorn: a few processes of 32 threads."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from ombud.observability.logs import configure_logs
from ombud.settings import Settings
from ombud_api.app import THREADS, create_app

STOP_SECONDS = 5
SWITCH_SECONDS = 0.05
"""How long a thread may run before another may interrupt it. A request computes for about a millisecond between two
waits, and at Python's 5 ms the threads of a busy process interrupt each other often enough to cost a tenth of it."""

_IN_MEMORY = "/dev/shm"  # noqa: S108  a heartbeat file on disk can stall behind the disk's writes


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self, settings: Settings, make: Callable[[Settings], Flask], options: Mapping[str, Any]) -> None:
        self._settings = settings
        self._make = make
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        configure_logs(self._settings.log_format, "api")
        sys.setswitchinterval(SWITCH_SECONDS)
        return self._make(self._settings)


def serve(settings: Settings) -> None:
    """Serve the API until told to stop."""
    settings.require_database_url()
    settings.require_redis_url()
    serve_app(settings, create_app)


def serve_app(settings: Settings, make: Callable[[Settings], Flask]) -> None:
    """Serve an application. Each process makes its own, with its connections and model, after the fork."""
    configure_logs(settings.log_format, "api")
    _Server(
        settings,
        make,
        {
            "bind": f"{settings.host}:{settings.port}",
            "workers": settings.api_processes,
            "worker_class": "gthread",
            "threads": THREADS,
            "keepalive": 15,
            "timeout": 60,
            "graceful_timeout": STOP_SECONDS,
            "preload_app": False,
            "worker_tmp_dir": _IN_MEMORY if Path(_IN_MEMORY).is_dir() else None,
            "limit_request_line": 8190,
            "control_socket_disable": True,
            "accesslog": None,
            "loglevel": "warning",
            "proc_name": "ombud-api",
        },
    ).run()
