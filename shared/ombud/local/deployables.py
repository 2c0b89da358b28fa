"""What runs beside the servers, as data."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass

from ombud.local.processes import Command


@dataclass(frozen=True, slots=True)
class Deployable:
    """One of Ombud's own processes: its name and the arguments of its `ombud` command."""

    name: str
    arguments: tuple[str, ...]
    serves: bool = False  # whether it is ready only when it answers GET /readyz with 200


DEPLOYABLES = (
    Deployable("api", ("api",), serves=True),
    Deployable("worker", ("worker", "--lanes", "live,backfill")),
    Deployable("deliverer", ("worker", "--lanes", "deliver")),
    Deployable("scheduler", ("scheduler",)),
)
MIGRATION = ("db", "upgrade")
SETUP = ("local-setup",)  # makes the local site, its key and the demo; prints {"site_key", "desk_login_url"}


@dataclass(frozen=True, slots=True)
class DeployableService:
    """A deployable as the supervisor keeps it. `program` is what its arguments are given to."""

    deployable: Deployable
    program: tuple[str, ...]
    environment: Mapping[str, str]
    host: str = "127.0.0.1"
    port: int = 8000

    @property
    def name(self) -> str:
        """The deployable's name."""
        return self.deployable.name

    def prepare(self) -> None:
        """Nothing to do: what it needs is started before it."""

    def recover(self) -> bool:
        """Nothing to do but to start it again."""
        return False

    def command(self, environment: Mapping[str, str]) -> Command:
        """How to run it."""
        argv = (*self.program, *self.deployable.arguments)
        return Command(self.name, argv, environment={**self.environment, **environment})

    def is_ready(self, pid: int) -> bool:
        """Whether it has got ready; one that serves nothing is ready when it runs."""
        return not self.deployable.serves or (pid > 0 and answers_ok(reachable_host(self.host), self.port, "/readyz"))


def answers_ok(host: str, port: int, path: str, timeout: float = 2.0) -> bool:
    """Whether GET answers 200 in `timeout` seconds. By hand, because http.client would cost megabytes."""
    try:
        with socket.create_connection((host, port), timeout) as connection:
            connection.sendall(f"GET {path} HTTP/1.0\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            status = connection.makefile("rb").readline(200).split()
    except OSError:
        return False
    return len(status) > 1 and status[1] == b"200"


def reachable_host(host: str) -> str:
    """Name the address to reach a server at that listens on `host`, which may mean "all addresses"."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not listened on
