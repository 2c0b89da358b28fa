"""One readable stream from the output of many processes."""

import json
import os
import select
from typing import Literal

COLOURS = (36, 33, 35, 32, 34, 96, 93)  # ANSI foregrounds, one per process in order of appearance
LONGEST_LINE = 64 * 1024
PIECE = select.PIPE_BUF  # a pipe that polls as writable takes this much without blocking (POSIX)
NAME_WIDTH = 9


class ForwardedLog:
    """Writes whole lines, each with the name of its process before it.

    Never blocks for long: whoever started us may not read what we write, and the stack must go on and stop all the
    same. Lines that nobody takes within `PATIENCE_MS` are dropped and counted.
    """

    PATIENCE_MS = 200

    def __init__(self, descriptor: int, log_format: Literal["console", "json"] = "console") -> None:
        """Write to the descriptor; coloured where that is a terminal and NO_COLOR is unset."""
        self._descriptor = descriptor
        self._json = log_format == "json"
        self._coloured = os.isatty(descriptor) and not os.environ.get("NO_COLOR")
        self._colours: dict[str, int] = {}
        self._partial: dict[str, bytes] = {}
        self._dropped = 0
        self._stuck = False

    def feed(self, name: str, output: bytes) -> None:
        """Take a piece of a process's output; what follows its last newline waits for the rest of the line."""
        *lines, rest = (self._partial.pop(name, b"") + output).split(b"\n")
        if len(rest) > LONGEST_LINE:
            lines, rest = [*lines, rest], b""
        if rest:
            self._partial[name] = rest
        for line in lines:
            self.line(name, line.decode(errors="replace").rstrip())

    def finish(self, name: str) -> None:
        """Write what is left of a process that has ended."""
        if rest := self._partial.pop(name, b""):
            self.line(name, rest.decode(errors="replace"))

    def line(self, name: str, text: str) -> None:
        """Write one line in the name of a process."""
        if not text:
            return
        if self._dropped and self._write(self._formatted("up", f"{self._dropped} lines left out: nobody read them")):
            self._dropped = 0
        if not self._write(self._formatted(name, text)):
            self._dropped += 1

    def plain(self, text: str) -> None:
        """Write text as it is."""
        self._write(text)

    def _formatted(self, name: str, text: str) -> str:
        if self._json:
            return f"{text if text.startswith('{') else json.dumps({'process': name, 'event': text})}\n"
        prefix = f"{name:<{NAME_WIDTH}} │"
        if self._coloured:
            colour = self._colours.setdefault(name, COLOURS[len(self._colours) % len(COLOURS)])
            prefix = f"\x1b[{colour}m{prefix}\x1b[0m"
        return f"{prefix} {text}\n"

    def _write(self, text: str) -> bool:
        remaining = text.encode(errors="replace")
        poller = select.poll()
        poller.register(self._descriptor, select.POLLOUT)
        while remaining:
            # Once stuck, do not wait again for every line.
            events = poller.poll(0 if self._stuck else self.PATIENCE_MS)
            self._stuck = not events
            if not events:
                return False
            try:
                remaining = remaining[os.write(self._descriptor, remaining[:PIECE]) :]
            except OSError:  # closed at the other end; there is nobody to tell
                return False
        return True
