"""`ombud api` as it runs for real: a process of its own that listens."""

import http.client
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

import pytest

from ombud.local.deployables import answers_ok
from ombud.local.ports import choose_port
from ombud.settings import Settings

START_SECONDS = 90


@dataclass(slots=True)
class Server:
    """`ombud api` in a process of its own."""

    process: subprocess.Popen[bytes]
    port: int

    def connect(self, timeout: float = 40) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)


def started(settings: Settings) -> Server:
    port = choose_port(None)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OMBUD_")}
    assert settings.database_url is not None
    environment = clean | {
        "OMBUD_DATABASE_URL": settings.database_url.get_secret_value(),
        "OMBUD_REDIS_URL": settings.require_redis_url(),
        "OMBUD_MODEL": "deterministic",
        "OMBUD_PORT": str(port),
        "OMBUD_API_PROCESSES": "1",
        "OMBUD_AUTHOR_RATE_LIMIT": "100000",
    }
    process = subprocess.Popen((sys.executable, "-m", "ombud", "api"), env=environment, start_new_session=True)
    server = Server(process, port)
    deadline = time.monotonic() + START_SECONDS
    while not answers_ok("127.0.0.1", port, "/readyz"):
        if process.poll() is not None or time.monotonic() > deadline:
            stop(server)
            pytest.fail("The API did not start; its log is above.")
        time.sleep(0.05)
    return server


def stop(server: Server) -> None:
    if server.process.poll() is None:
        os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait(10)
