"""A receiver of webhooks that costs little: a program of its own that writes down when each request came.

`/hang` never answers. Each line of the log is the Unix time, the path and the webhook-id of one request.
"""

import asyncio
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from uuid import UUID

_ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One request: when it came (Unix time), where, and under which id."""

    at: float
    path: str
    event_id: UUID


def arrivals(log: Path) -> list[Arrival]:
    """Read what has come so far; a line that is just being written is left for the next time."""
    lines = (line.split() for line in log.read_text("ascii").splitlines(keepends=True) if line.endswith("\n"))
    return [Arrival(float(at), path, UUID(event_id)) for at, path, event_id in lines]


async def _serve(port: int, log: TextIO) -> None:
    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                now, path = time.time(), head[0].split()[1]
                headers = dict(line.lower().split(": ", 1) for line in head[1:-2])
                await reader.readexactly(int(headers.get("content-length", "0")))
                if "webhook-id" in headers:
                    log.write(f"{now:.6f} {path} {headers['webhook-id']}\n")
                if path == "/hang":
                    await asyncio.sleep(3600)
                writer.write(_ANSWER)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", port, backlog=256)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    with Path(sys.argv[2]).open("w", encoding="ascii", buffering=1) as log:
        asyncio.run(_serve(int(sys.argv[1]), log))
