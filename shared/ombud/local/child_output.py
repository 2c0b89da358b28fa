"""Wait for what children write, and for signals, in one place and without threads."""

import os
import selectors
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

CHUNK = 65536


class ChildOutput:
    """Reads any number of pipes and hands on what comes."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._takers: dict[int, Callable[[bytes], None]] = {}

    def open(self, take: Callable[[bytes], None]) -> tuple[int, int]:
        """Make a pipe whose content goes to `take`; its (reading, writing) ends. The caller closes the writing end."""
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        self._takers[reading] = take
        self._selector.register(reading, selectors.EVENT_READ)
        return reading, writing

    def close(self, reading: int) -> None:
        """Hand on what is there and close; does not wait for descendants that may hold the other end open."""
        while self._read(reading):
            continue
        if reading in self._selector.get_map():
            self._selector.unregister(reading)
        del self._takers[reading]
        os.close(reading)

    def wait(self, seconds: float) -> None:
        """Wait that long at most for output or a signal, and hand on the output."""
        for key, _ in self._selector.select(max(0.0, seconds)):
            if self._read(key.fd) == b"":
                self._selector.unregister(key.fd)  # the other end is closed; else it would be ready for ever

    def _read(self, reading: int) -> bytes | None:
        """Hand on and return what has come: empty at the end, None where nothing is there now."""
        try:
            piece = os.read(reading, CHUNK)
        except BlockingIOError:
            return None
        if piece:
            self._takers[reading](piece)
        return piece

    @contextmanager
    def woken_by(self, *signals: signal.Signals, received: Callable[[], None]) -> Iterator[None]:
        """End a wait whenever one of the signals or SIGCHLD comes, and call `received` for the former.

        Signals that are ignored stay so, as `nohup` wants it. What was before is put back at the end.
        """
        reading, writing = self.open(lambda _: None)
        os.set_blocking(writing, False)
        before = {number: signal.getsignal(number) for number in (*signals, signal.SIGCHLD)}
        wakeup_before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        for number in signals:
            if before[number] is not signal.SIG_IGN or number is not signal.SIGHUP:
                signal.signal(number, lambda *_: received())
        signal.signal(signal.SIGCHLD, lambda *_: None)  # Python wakes up only for signals that it handles
        try:
            yield
        finally:
            signal.set_wakeup_fd(wakeup_before)
            for number, handler in before.items():
                signal.signal(number, handler)
            self.close(reading)
            os.close(writing)
