"""Servers and deployables for a benchmark: throwaway, durable as in production, on loopback."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from subprocess import DEVNULL, Popen, TimeoutExpired
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from ombud.local.ports import choose_port
from ombud.local.processes import Command, kill_group, signal_leader, spawn
from ombud.local.throwaway import throwaway_postgres, throwaway_valkey
from ombud.pipeline.issue_key import issue_key, open_site
from ombud.policy.starter import starter_policy
from ombud.storage import migrate
from ombud.storage.database import Database, current_time
from ombud.storage.sites import Site

READY_SECONDS = 30.0
STOP_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Stack:
    """A migrated database with one site, a Valkey, and the environment in which deployables find them."""

    database: Database
    database_url: str
    site: Site
    site_key: str
    environment: dict[str, str]

    @contextmanager
    def running(self, *arguments: str, log: Path | None = None) -> Iterator[Popen[bytes]]:
        """Run `python -m …` until the block ends."""
        output = log.open("ab").fileno() if log else DEVNULL
        process = spawn(
            Command("bench", (sys.executable, "-m", *arguments), self.environment), stdout=output, stderr=output
        )
        try:
            yield process
        finally:
            signal_leader(process, Command("bench", (), {}).stop_signal)
            try:
                process.wait(STOP_SECONDS)
            except TimeoutExpired:
                kill_group(process)
                process.wait()

    @contextmanager
    def serving(self, *arguments: str, path: str = "/livez") -> Iterator[str]:
        """Run a server and yield its address once it answers."""
        port = choose_port(None)
        self.environment["OMBUD_PORT"] = str(port)
        with self.running(*arguments) as process:
            deadline = monotonic() + READY_SECONDS
            while not _answers(port, path):
                if process.poll() is not None or monotonic() > deadline:
                    raise RuntimeError(f"{' '.join(arguments)} did not start")
                sleep(0.1)
            yield f"http://127.0.0.1:{port}"


@contextmanager
def bench_stack(model: str, **settings: str) -> Iterator[Stack]:
    """Start servers, migrate, and make a site whose policy decides automatically."""
    with ExitStack() as stack:
        postgres = stack.enter_context(throwaway_postgres(durable=True))
        valkey = stack.enter_context(throwaway_valkey())
        folder = stack.enter_context(TemporaryDirectory(prefix="ombud-bench-"))
        url = postgres.url.replace("postgresql://", "postgresql+psycopg://")
        database = Database(url, pool_size=4, application_name="ombud-bench")
        stack.callback(database.close)
        with database.transaction() as connection:
            migrate.upgrade(connection)
        with database.transaction() as connection:
            now = current_time(connection)
            site = open_site(connection, "bench", now, policy=starter_policy(automation="automatic"))
            key = issue_key(connection, site, now).secret
        environment = {
            **os.environ,
            "OMBUD_DATABASE_URL": postgres.url,
            "OMBUD_REDIS_URL": valkey.url,
            "OMBUD_SECRET_KEY": secrets.token_hex(32),
            "OMBUD_DATA_DIR": folder,
            "OMBUD_MODEL": model,
            "OMBUD_KEY_RATE_LIMIT": "1000000",
            "OMBUD_AUTHOR_RATE_LIMIT": "1000000",
            "OMBUD_HOST": "127.0.0.1",
            **settings,
        }
        yield Stack(database, postgres.url, site, key, environment)


def _answers(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
