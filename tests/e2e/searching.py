"""Looking for words in everything that the service writes: the database, Valkey, what passes through it, the logs."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread

from tests.reliability.stack import Stack


def in_database(stack: Stack, words: Sequence[str]) -> set[str]:
    """Return the words that stand in any row of any table."""
    tables = stack.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    rows = [
        row["content"]
        for table in tables
        for row in stack.rows(f"SELECT row::text AS content FROM {table['tablename']} AS row")
    ]
    whole = "\n".join(rows)
    return {word for word in words if word in whole}


def in_logs(stack: Stack, words: Sequence[str]) -> set[str]:
    """Return the words that stand in a log of any process, PostgreSQL's and Valkey's too."""
    logs = sorted(stack.crash_file.parent.glob("*.log"))
    assert {"api.log", "worker.log", "scheduler.log", "postgres.log", "valkey.log"} <= {log.name for log in logs}
    whole = "\n".join(log.read_text("utf-8", "replace") for log in logs)
    assert "moderated" in whole, "the worker's log says nothing, so nothing was searched"
    return {word for word in words if word in whole}


def in_valkey(stack: Stack, words: Sequence[str]) -> set[str]:
    """Return the words that stand in any key or value that is in Valkey now."""
    with stack.redis() as client:
        found = [piece for key in client.scan_iter(count=1000) for piece in (key, client.dump(key) or b"")]
    whole = b"\n".join(found)
    return {word for word in words if word.encode() in whole}


@contextmanager
def overheard(stack: Stack) -> Iterator[list[str]]:
    """Write down every command that Valkey gets meanwhile: doorbells, rate limits and whatever else there is."""
    heard: list[str] = []
    begun, over = Event(), Event()

    def listen() -> None:
        with stack.redis() as client, client.monitor() as monitor:
            begun.set()
            for command in monitor.listen():
                heard.append(str(command["command"]))
                if over.is_set():
                    return

    listener = Thread(target=listen, daemon=True)
    listener.start()
    assert begun.wait(10)
    try:
        yield heard
    finally:
        over.set()
        with stack.redis() as client:
            until = time.monotonic() + 10
            while listener.is_alive() and time.monotonic() < until:
                client.ping()  # so that there is one more command to hear
                time.sleep(0.05)
