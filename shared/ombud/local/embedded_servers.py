"""The servers of one data folder: what is kept about them, and their start."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from ombud.local.data_lock import locked_folder
from ombud.local.embedded_postgres import EmbeddedPostgres
from ombud.local.embedded_valkey import EmbeddedValkey
from ombud.local.errors import LocalStackError
from ombud.local.local_state import LocalState, save_state
from ombud.local.ports import choose_port
from ombud.local.postgres_files import check_cluster_home, new_cluster_home
from ombud.local.supervisor import Supervisor

START_SECONDS = 60.0  # crash recovery of a large cluster on a slow disk
LOCK_PATIENCE = 2.0  # an ended watchdog gives up its locks one after the other
ATTEMPTS = 3  # another process may take the port between the moment it is chosen and the server's start

Server = TypeVar("Server", EmbeddedPostgres, EmbeddedValkey)


@dataclass(slots=True)
class ServerHomes:
    """Where the servers of a data folder keep their files; None for a server that is not ours."""

    postgres: Path | None
    valkey: Path | None

    @property
    def folders(self) -> tuple[Path, ...]:
        """The working folders by which their processes are recognised."""
        postgres = (self.postgres.resolve() / "cluster",) if self.postgres else ()
        return (*postgres, self.valkey.resolve()) if self.valkey else postgres


def find_homes(
    data_dir: Path, state: LocalState, *, postgres: bool, valkey: bool, locks: ExitStack
) -> tuple[ServerHomes, LocalState, list[int]]:
    """Find or make the homes of the wanted servers; lock the cluster's. Returns also the saved state and the locks.

    `LocalStackError` where the cluster is gone, another user's or in use.
    """
    homes, descriptors = ServerHomes(None, data_dir / "valkey" if valkey else None), []
    if postgres:
        if state.cluster_home is None:
            home = new_cluster_home(data_dir)
            inside = home.parent == data_dir
            state = replace(state, cluster_home=home.name if inside else str(home))
        homes.postgres = home = data_dir / str(state.cluster_home)  # an absolute path stays what it is
        check_cluster_home(home)
        descriptors.append(locks.enter_context(locked_folder(home, LOCK_PATIENCE)))
    save_state(data_dir, state)
    return homes, state, descriptors


def start_postgres(supervisor: Supervisor, home: Path, state: LocalState) -> EmbeddedPostgres:
    """Start the cluster and wait until it takes connections; `LocalStackError` where it does not."""
    return _start(supervisor, lambda port: EmbeddedPostgres(home, state.postgres_password, port), state.postgres_port)


def start_valkey(supervisor: Supervisor, home: Path, state: LocalState) -> EmbeddedValkey:
    """Start Valkey and wait until it answers; `LocalStackError` where it does not."""
    return _start(supervisor, lambda port: EmbeddedValkey(home, state.valkey_password, port), state.valkey_port)


def _start(supervisor: Supervisor, make: Callable[[int], Server], preferred: int | None) -> Server:
    for _ in range(ATTEMPTS):
        server = make(choose_port(preferred))
        supervisor.keep(server)
        if supervisor.wait_until_ready(server.name, START_SECONDS, tries=1):
            return server
        supervisor.drop(server.name)
        server.recover()
    raise LocalStackError(f"{server.name} does not start; its own words are above.")
