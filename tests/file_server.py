"""A web server on this machine that hands out files, with the faults of real ones."""

import hashlib
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(slots=True)
class Served:
    """A file and what goes wrong with it. `first_stop` ends or stalls the first answer after so many bytes."""

    content: bytes
    first_stop: int | None = None
    stalls: bool = False
    status: int = 200
    location: str | None = None
    announces: bool = True
    knows_ranges: bool = True


@dataclass(slots=True)
class FileServer:
    """`files` by path; `asked` is each request's path and Range header, in order."""

    url: str
    files: dict[str, Served] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def publish(self, files: Mapping[str, bytes]) -> None:
        self.files |= {path: Served(content) for path, content in files.items()}


@contextmanager
def file_server() -> Iterator[FileServer]:
    """Serve on a free port of 127.0.0.1 until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _answer(self, server)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's name
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server = FileServer(f"http://127.0.0.1:{http.server_port}")
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            http.shutdown()
            thread.join()


def _answer(handler: BaseHTTPRequestHandler, server: FileServer) -> None:
    wanted = handler.headers.get("Range")
    seen = sum(1 for path, _ in server.asked if path == handler.path)
    server.asked.append((handler.path, wanted))
    served = server.files.get(handler.path, Served(b"", status=404))
    if served.status != 200:
        handler.send_response(served.status)
        if served.location:
            handler.send_header("Location", served.location)
        handler.end_headers()
        return
    tag = f'"{hashlib.sha256(served.content).hexdigest()[:16]}"'
    begin = 0
    if wanted and served.knows_ranges and handler.headers.get("If-Range") == tag:
        begin = int(wanted.removeprefix("bytes=").removesuffix("-"))
    handler.send_response(206 if begin else 200)
    if begin:
        handler.send_header("Content-Range", f"bytes {begin}-{len(served.content) - 1}/{len(served.content)}")
    handler.send_header("ETag", tag)
    if served.announces:
        handler.send_header("Content-Length", str(len(served.content) - begin))
    handler.end_headers()
    stop = served.first_stop if seen == 0 else None
    handler.wfile.write(served.content[begin:stop])
    if stop is not None and served.stalls:
        handler.wfile.flush()
        server.released.wait(30)
