"""A receiver of webhooks on loopback, by raw sockets, that can misbehave in every way a real one might."""

import socket
import ssl
import struct
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Lock, Thread

from ombud.domain.webhooks import WebhookAddress

LARGEST_HEAD = 64 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it came."""

    target: str
    headers: Mapping[str, str]
    body: bytes
    at: float


Behaviour = Callable[[socket.socket, Received], bool]
"""Answers a request on its connection; whether to keep the connection."""


def answer(status: int, body: bytes = b"", *, after: float = 0.0, **headers: str) -> Behaviour:
    """Answer properly, after some seconds; underscores in names of headers stand for hyphens."""
    named = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    whole = f"HTTP/1.1 {status} It\r\nContent-Length: {len(body)}\r\n{named}\r\n".encode() + body

    def behave(connection: socket.socket, _: Received) -> bool:
        time.sleep(after)
        connection.sendall(whole)
        return True

    return behave


def hang(connection: socket.socket, _: Received) -> bool:
    """Never answer, and wait for the other side to lose patience."""
    connection.recv(1)
    return False


def drip(connection: socket.socket, _: Received) -> bool:
    """Send one byte every tenth of a second, for ever: each read succeeds, the whole never does."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while True:
        connection.sendall(b".")
        time.sleep(0.1)


def drip_headers(connection: socket.socket, _: Received) -> bool:
    """Send the head of the answer as slowly."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        connection.sendall(b".")
        time.sleep(0.1)


def reset(connection: socket.socket, _: Received) -> bool:
    """Tear the connection down in the middle of the answer."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


def close(_connection: socket.socket, _: Received) -> bool:
    """Hang up without a word."""
    return False


def chatter(connection: socket.socket, _: Received) -> bool:
    """Answer in no known language."""
    connection.sendall(b"220 mail.example.com ESMTP at your service\r\n")
    return False


@dataclass(slots=True)
class Flood:
    """Begin an answer of 10 GB; `sent` counts how much of it the other side took."""

    sent: int = 0

    def __call__(self, connection: socket.socket, _: Received) -> bool:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n")
        piece = b"x" * 65536
        while True:
            self.sent += connection.send(piece)


@dataclass(slots=True)
class Receiver:
    """Listens on a port of loopback. `behave` may be changed at any time; `received` has all that came, in order."""

    listener: socket.socket
    tls: ssl.SSLContext | None = None
    behave: Behaviour = field(default_factory=lambda: answer(200))
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    at_once: int = 0
    most_at_once: int = 0
    _lock: Lock = field(default_factory=Lock)
    _closed: Event = field(default_factory=Event)

    @property
    def port(self) -> int:
        return int(self.listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?site=1"

    @property
    def address(self) -> WebhookAddress:
        return WebhookAddress("http", "127.0.0.1", self.port, "/hook")

    def ids(self) -> list[str]:
        """The webhook-id of every request."""
        return [one.headers["webhook-id"] for one in self.received]

    def serve(self) -> None:
        while not self._closed.is_set():
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            Thread(target=self._serve_one, args=(connection,), daemon=True).start()

    def close(self) -> None:
        self._closed.set()
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _serve_one(self, accepted: socket.socket) -> None:
        with suppress(OSError, ValueError), self._opened(accepted) as connection:
            while (request := _read(connection)) is not None:
                with self._lock:
                    self.received.append(request)
                    self.at_once += 1
                    self.most_at_once = max(self.most_at_once, self.at_once)
                try:
                    keep = self.behave(connection, request)
                finally:
                    with self._lock:
                        self.at_once -= 1
                if not keep:
                    return

    def _opened(self, connection: socket.socket) -> socket.socket:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.tls.wrap_socket(connection, server_side=True) if self.tls else connection


def _read(connection: socket.socket) -> Received | None:
    head = b""
    while b"\r\n\r\n" not in head and len(head) < LARGEST_HEAD:
        piece = connection.recv(65536)
        if not piece:
            return None
        head += piece
    head, _, body = head.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        body += connection.recv(65536)
    return Received(first.split()[1], headers, body, time.monotonic())


@contextmanager
def receiving(
    behave: Behaviour | None = None, *, port: int = 0, tls: ssl.SSLContext | None = None
) -> Iterator[Receiver]:
    """Listen until the end of the block."""
    receiver = Receiver(socket.create_server(("127.0.0.1", port), backlog=256), tls)
    if behave is not None:
        receiver.behave = behave
    Thread(target=receiver.serve, name="receiver", daemon=True).start()
    try:
        yield receiver
    finally:
        receiver.close()
