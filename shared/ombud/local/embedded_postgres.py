"""The embedded PostgreSQL: make a cluster, run it, heal it."""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ombud.local.errors import LocalStackError
from ombud.local.leftovers import kill_leftovers
from ombud.local.postgres_files import installation, server_user
from ombud.local.processes import Command

ROLE = DATABASE = "ombud"

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    # No reader's comment in any log: not as a statement, not as a parameter, not within an error's text.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
    "log_autovacuum_min_duration": "-1",
    "log_lock_waits": "off",
    "log_line_prefix": "",
    "logging_collector": "off",
    # One small machine: no helpers that only larger ones repay.
    "shared_buffers": "64MB",
    "max_connections": "200",
    "jit": "off",
    "io_method": "sync",
    "max_parallel_workers_per_gather": "0",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    # Jobs and deliveries are small and hot: rows come and go by the thousand, so dead ones must go soon.
    "autovacuum_naptime": "10s",
    "autovacuum_vacuum_threshold": "500",
    "autovacuum_vacuum_scale_factor": "0.02",
    "autovacuum_analyze_threshold": "500",
    "autovacuum_analyze_scale_factor": "0.02",
    "autovacuum_vacuum_cost_delay": "0",
    # Nothing accepted is lost.
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
}
THROWAWAY_SETTINGS: Mapping[str, str] = {
    **SETTINGS,
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


@dataclass(frozen=True, slots=True)
class EmbeddedPostgres:
    """A cluster in `home`, listening on 127.0.0.1. `durable=False` is for tests: a crash of the machine may lose it."""

    home: Path
    password: str = field(repr=False)
    port: int
    durable: bool = True

    name = "postgres"

    @property
    def folder(self) -> Path:
        """The cluster itself, PGDATA."""
        return self.home.resolve() / "cluster"

    @property
    def url(self) -> str:
        """The address of its database, as OMBUD_DATABASE_URL wants it."""
        return f"postgresql://{ROLE}:{self.password}@127.0.0.1:{self.port}/{DATABASE}"

    def prepare(self) -> None:
        """Make the cluster where there is none, and clear away what a hard kill left. Safe to repeat.

        The caller must hold the lock on the cluster's home. `LocalStackError` where it cannot be made.
        """
        if self.folder.exists():
            self._heal()
        else:
            self._create()

    def recover(self) -> bool:
        """Nothing can be done about a cluster that does not start: it holds the data."""
        return False

    def command(self, environment: Mapping[str, str]) -> Command:
        """How to run it. `environment` is added to the little that it needs."""
        chosen = SETTINGS if self.durable else THROWAWAY_SETTINGS
        # As options, not as postgresql.conf: they follow the code, and root writes no file into a folder of nobody's.
        options = (part for name, value in chosen.items() for part in ("-c", f"{name}={value}"))
        return Command(
            name=self.name,
            argv=(str(installation() / "bin/postgres"), "-D", str(self.folder), "-p", str(self.port), *options),
            environment=_environment() | dict(environment),
            user=server_user(),
            folder=self.home,
            stop_signal=signal.SIGINT,  # "fast": rolls back what is open; SIGTERM would wait for every client to leave
            death_signal=signal.SIGQUIT,  # "immediate": unlike SIGKILL it takes the backends along
        )

    def is_ready(self, pid: int) -> bool:
        """Whether the server with that process id takes connections; by the line that `pg_ctl --wait` looks at."""
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"

    def _heal(self) -> None:
        """Make a start possible after a hard kill: no backend left, no process id that is somebody else's by now."""
        kill_leftovers(None, (self.folder,), gentle=2.0)
        with contextlib.suppress(FileNotFoundError):
            (self.folder / "postmaster.pid").unlink()

    def _create(self) -> None:
        """Run initdb beside the final place, then rename: a half-made cluster is never taken for a whole one."""
        fresh, password_file = self.home / "cluster.new", self.home / "password"
        shutil.rmtree(fresh, ignore_errors=True)
        password_file.unlink(missing_ok=True)
        # O_EXCL: root must not write through a link that nobody has put there.
        with os.fdopen(os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(self.password)
            if user := server_user():
                os.fchown(file.fileno(), *user)
        try:
            self._initdb(fresh, password_file)
        finally:
            password_file.unlink()
        self._run("postgres", "--single", "-D", str(fresh), "postgres", stdin=f"CREATE DATABASE {DATABASE}\n")
        fresh.rename(self.folder)

    def _initdb(self, fresh: Path, password_file: Path) -> None:
        # The builtin provider sorts alike on every machine, whatever locales are installed.
        locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        login = ("--auth=scram-sha-256", f"--username={ROLE}", f"--pwfile={password_file.resolve()}")
        sync = () if self.durable else ("--no-sync",)
        self._run("initdb", "-D", str(fresh.resolve()), *locale, *login, *sync, "--no-instructions")

    def _run(self, program: str, *arguments: str, stdin: str = "") -> None:
        uid, gid = server_user() or (None, None)
        done = subprocess.run(  # noqa: S603 - our own program and arguments
            (str(installation() / "bin" / program), *arguments),
            input=stdin.encode(),
            capture_output=True,
            env=_environment(),
            cwd=self.home,
            user=uid,
            group=gid,
            extra_groups=None if uid is None else [],
            start_new_session=True,  # Ctrl-C is the supervisor's
            check=False,
        )
        if done.returncode != 0:
            words = done.stderr.decode(errors="replace").strip()
            raise LocalStackError(f"PostgreSQL's {program} failed in {self.home}: {words}")


def _environment() -> dict[str, str]:
    # Not ours: for root the server runs as another user, whose processes could read our secrets from it.
    return {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}
