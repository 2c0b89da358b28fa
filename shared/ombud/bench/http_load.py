"""A load generator for one address on loopback: few instructions a request, so that the server is what is measured."""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Thread
from time import perf_counter, sleep
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 30.0


@dataclass(slots=True)
class Load:
    """What came of a load: seconds of each answer, answers by status code, and how long it all took."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    elapsed: float = 0.0

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.elapsed if self.elapsed else 0.0

    def percentile(self, share: float) -> float:
        """Return the answer time that a share (0-1) of the answers did not exceed, in milliseconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else 0.0


class Connection:
    """One kept-alive connection, one request at a time."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.create_connection((host, port), TIMEOUT_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = b""

    def send(self, request: bytes) -> tuple[int, bytes]:
        """Send a request and return the answer's status code and body."""
        self._socket.sendall(request)
        while (end := self._buffer.find(b"\r\n\r\n")) < 0:
            self._receive()
        head, self._buffer = self._buffer[:end], self._buffer[end + 4 :]
        at = head.lower().find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        while len(self._buffer) < length:
            self._receive()
        body, self._buffer = self._buffer[:length], self._buffer[length:]
        return int(head[9:12]), body

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

    def _receive(self) -> None:
        received = self._socket.recv(65536)
        if not received:
            raise ConnectionResetError("the server closed the connection")
        self._buffer += received


def post_request(url: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """Build the bytes of a POST."""
    lines = [f"POST {path} HTTP/1.1", f"Host: {urlsplit(url).netloc}", f"Content-Length: {len(body)}"]
    lines += ["Content-Type: application/json", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def run_load(
    url: str, request_of: Callable[[int], bytes], *, connections: int, requests: int, rate: float | None = None
) -> Load:
    """Send a number of requests over some connections: as fast as they are answered, or at a fixed rate a second.

    At a fixed rate an answer's time counts from when its request was due, so that a stall is not left out.
    """
    address = urlsplit(url)
    host, port = address.hostname or "", address.port or 80
    if not ipaddress.ip_address(socket.gethostbyname(host)).is_loopback:
        raise ValueError("load is only ever sent to this machine")
    parts = [Load() for _ in range(connections)]
    started = perf_counter()

    def work(worker: int) -> None:
        connection = Connection(host, port)
        part = parts[worker]
        for number in range(worker, requests, connections):
            begun = perf_counter()
            if rate is not None:
                due = started + number / rate
                if due > begun:
                    sleep(due - begun)
                begun = due
            status, _ = connection.send(request_of(number))
            part.seconds.append(perf_counter() - begun)
            part.statuses[status] = part.statuses.get(status, 0) + 1
        connection.close()

    threads = [Thread(target=work, args=(worker,)) for worker in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = Load(elapsed=perf_counter() - started)
    for part in parts:
        whole.seconds += part.seconds
        for status, count in part.statuses.items():
            whole.statuses[status] = whole.statuses.get(status, 0) + count
    return whole
