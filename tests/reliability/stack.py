"""Every deployable as a real process against servers of its own, each of which can be killed and started again."""

import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from redis import Redis

from ombud.domain.ids import new_id
from ombud.local.data_lock import locked_folder
from ombud.local.deployables import answers_ok
from ombud.local.embedded_postgres import EmbeddedPostgres
from ombud.local.embedded_valkey import EmbeddedValkey
from ombud.local.leftovers import MARK
from ombud.local.ports import choose_port
from ombud.local.postgres_files import new_cluster_home
from ombud.local.processes import Command
from ombud.local.throwaway import PREFIX
from ombud.local.watchdog import watched
from ombud.pipeline.issue_key import issue_key, open_site
from ombud.pipeline.manage_webhooks import open_webhook
from ombud.pipeline.sign import SEAL_PURPOSE
from ombud.policy.starter import starter_policy
from ombud.sealing import Seal
from ombud.settings import Settings
from ombud.storage import migrate
from ombud.storage.database import Database, current_time
from tests.receiver import Receiver
from tests.reliability.child import Child, clean_environment, eventually
from tests.reliability.website import Website

LEASE_SECONDS = 2
PASSWORD = "for-tests-only"
SECRET_KEY = PASSWORD * 3
CRASH_FILE = "crash_at"


@dataclass(slots=True)
class Stack:
    """The whole service. `heal()` brings everything back to normal after a fault."""

    port: int
    database_url: str
    redis_url: str
    postgres: Child
    valkey: Child
    api: Child
    worker: Child
    deliverer: Child
    scheduler: Child
    crash_file: Path

    @property
    def children(self) -> dict[str, Child]:
        """All processes by name, in the order in which they are started."""
        names = ("postgres", "valkey", "api", "worker", "deliverer", "scheduler")
        return {name: getattr(self, name) for name in names}

    def heal(self) -> None:
        """Start what does not run, replace what was started with a fault, and wait until all of it serves."""
        self.crash_file.unlink(missing_ok=True)
        for child in self.children.values():
            if child.runs():
                child.signal(signal.SIGCONT)
            if child.tampered or not child.runs():
                child.restart()
        for child in self.children.values():
            child.wait_until_ready()

    def revive(self) -> None:
        """Start again what has ended, as a supervisor would, without waiting for it."""
        for child in self.children.values():
            if not child.runs():
                child.start()

    def alter_worker(self, alteration: str) -> None:
        """Replace the worker by one of `altered_worker.py`, until the stack is healed."""
        program = str(Path(__file__).with_name("altered_worker.py"))
        self.worker.restart(argv=(sys.executable, program, alteration))

    def crash_at(self, point: str) -> None:
        """Ask for a crash: the next process that passes the point dies there. See `crash_points`."""
        fresh = self.crash_file.with_suffix(".new")
        fresh.write_text(point, "utf-8")
        fresh.rename(self.crash_file)

    def crashed(self) -> bool:
        """Whether it came to the crash that was asked for."""
        return not self.crash_file.exists()

    def open_site(self, receiver: Receiver | None = None) -> Website:
        """Add a site with the starter policy, and a webhook that leads to a receiver."""
        database = Database(Settings(database_url=self.database_url).require_database_url(), pool_size=1)
        try:
            with database.transaction() as connection:
                now = current_time(connection)
                name = f"site-{new_id()}"
                site = open_site(connection, name, now, policy=starter_policy(automation="automatic"))
                key = issue_key(connection, site, now)
                if receiver is not None:
                    open_webhook(connection, site.id, receiver.url, (), Seal(SECRET_KEY.encode(), SEAL_PURPOSE), now)
            website = Website(site.id, "127.0.0.1", self.port, key.secret)
            website.journal.received = None if receiver is None else receiver.received
            return website
        finally:
            database.close()

    def rows(self, statement: str, *parameters: object) -> list[dict[str, Any]]:
        """Ask the database, over a connection of its own."""
        with psycopg.connect(self.database_url, connect_timeout=3, row_factory=psycopg.rows.dict_row) as connection:
            return connection.execute(statement.encode(), parameters).fetchall()

    def execute(self, statement: str, *parameters: object) -> None:
        """Change the database behind the service's back."""
        with psycopg.connect(self.database_url, connect_timeout=3) as connection:
            connection.execute(statement.encode(), parameters)

    def waiting(self, site_id: UUID) -> int:
        """How many comments of a site wait for the machine."""
        [row] = self.rows("SELECT count(*) AS waiting FROM jobs WHERE site_id = %s", site_id)
        return int(row["waiting"])

    def under_way(self, site_id: UUID) -> int:
        """How many deliveries of a site are under way."""
        [row] = self.rows("SELECT count(*) AS under_way FROM deliveries WHERE site_id = %s", site_id)
        return int(row["under_way"])

    def drain(self, site_id: UUID, seconds: float = 30.0) -> bool:
        """Wait until no comment of the site waits and no delivery is under way; False where one still does then."""
        return eventually(lambda: self._drained(site_id), seconds, every=0.1)

    def drain_supervised(self, site_id: UUID, seconds: float = 30.0) -> bool:
        """Do the same, and meanwhile start again what ends: Celery gives up now and then when its broker is killed."""

        def drained() -> bool:
            self.revive()
            return self._drained(site_id)

        return eventually(drained, seconds, every=0.1)

    def _drained(self, site_id: UUID) -> bool:
        with suppress(psycopg.OperationalError):  # it may just be starting
            return self.waiting(site_id) == 0 and self.under_way(site_id) == 0
        return False

    def redis(self) -> "Redis":
        """Return a client of its own for Valkey."""
        return Redis.from_url(self.redis_url, socket_timeout=5)


@contextmanager
def running_stack() -> Iterator[Stack]:
    """Run everything in a folder of its own; nothing is left of it, also when the tests are killed."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o711)  # root's PostgreSQL runs as nobody, who has to pass through
    home = new_cluster_home(folder)
    mark = f"reliability-{new_id()}"
    try:
        with locked_folder(folder) as lock, watched(mark, (home.resolve() / "cluster", folder / "valkey"), (lock,)):
            stack = _stack(folder, home, mark)
            try:
                _start(stack)
                yield stack
            finally:
                for child in reversed(stack.children.values()):
                    child.kill()
    finally:
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def _stack(folder: Path, home: Path, mark: str) -> Stack:
    # Durable: what is killed must come back with all that it had promised to keep.
    postgres = EmbeddedPostgres(home, PASSWORD, choose_port(None), durable=True)
    valkey = EmbeddedValkey(folder / "valkey", PASSWORD, choose_port(None), durable=False)
    port = choose_port(None)
    environment = clean_environment(
        **{MARK: mark},
        OMBUD_DATABASE_URL=postgres.url,
        OMBUD_REDIS_URL=valkey.url,
        OMBUD_SECRET_KEY=SECRET_KEY,
        OMBUD_WEBHOOK_ALLOWED_NETWORKS="127.0.0.0/8",
        OMBUD_DATA_DIR=str(folder),
        OMBUD_PORT=str(port),
        OMBUD_MODEL="deterministic",
        OMBUD_LEASE_SECONDS=str(LEASE_SECONDS),
        OMBUD_KEY_RATE_LIMIT="100000",
        OMBUD_AUTHOR_RATE_LIMIT="100000",
        OMBUD_CRASH_AT=f"@{folder / CRASH_FILE}",
    )

    def server(it: EmbeddedPostgres | EmbeddedValkey) -> Child:
        return Child(it.command({MARK: mark}), folder / f"{it.name}.log", is_ready=it.is_ready, prepare=it.prepare)

    def deployable(name: str, *arguments: str, is_ready: Callable[[int], bool] = lambda _: True) -> Child:
        argv = (sys.executable, "-m", "ombud", *arguments)
        return Child(Command(name, argv, environment, folder=folder), folder / f"{name}.log", is_ready=is_ready)

    return Stack(
        port,
        postgres.url,
        valkey.url,
        server(postgres),
        server(valkey),
        deployable("api", "api", is_ready=lambda _: answers_ok("127.0.0.1", port, "/readyz")),
        deployable("worker", "worker"),
        deployable("deliverer", "worker", "--lanes", "deliver"),
        deployable("scheduler", "scheduler"),
        folder / CRASH_FILE,
    )


def _start(stack: Stack) -> None:
    for child in (stack.postgres, stack.valkey):
        child.start()
    for child in (stack.postgres, stack.valkey):
        child.wait_until_ready()
    database = Database(Settings(database_url=stack.database_url).require_database_url(), pool_size=1)
    with database.transaction() as connection:
        migrate.upgrade(connection)
    database.close()
    stack.heal()
