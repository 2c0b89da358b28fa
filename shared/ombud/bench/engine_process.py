"""An engine in a fresh process of its own, so that its speed, memory and loading time are nobody else's."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ombud.domain.errors import ModelError
from ombud.domain.scores import ModelIdentity

_STOP_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class EngineProcess:
    """A process that has loaded an engine. One request at a time; all block until the answer is there."""

    identity: ModelIdentity
    load_seconds: float
    """Until the engine could score, the libraries that it needs included."""
    _child: subprocess.Popen[str]

    def per_second(self, texts: Sequence[str], seconds: float = 0.0) -> float:
        """Score texts as a worker's batch, repeatedly for at least `seconds`; texts a second."""
        self.begin(texts, seconds)
        return self.end()

    def begin(self, texts: Sequence[str], seconds: float = 0.0) -> None:
        """Begin what `per_second` does, without waiting; `end` waits."""
        self._send({"do": "batch", "texts": texts, "seconds": seconds})

    def end(self) -> float:
        """Wait for what was begun; texts a second."""
        done = self._result()
        return float(done["texts"] / done["seconds"])

    def seconds_each(self, texts: Sequence[str]) -> list[float]:
        """Score each text alone; the seconds that each took."""
        self._send({"do": "each", "texts": texts})
        return [float(one) for one in self._result()]

    def memory(self) -> int | None:
        """Return its proportional set size in bytes; None where the system does not tell."""
        self._send({"do": "memory"})
        found = self._result()
        return None if found is None else int(found)

    def _send(self, request: dict[str, Any]) -> None:
        assert self._child.stdin is not None  # noqa: S101  it was asked for
        self._child.stdin.write(f"{json.dumps(request)}\n")
        self._child.stdin.flush()

    def _result(self) -> Any:
        return _read_line(self._child)["result"]


@contextmanager
def engine_process(model: str, threads: int) -> Iterator[EngineProcess]:
    """Load a model in a process of its own until the block ends; `ModelError` where it cannot be loaded.

    `threads` is how many the libraries under the engine may use for one batch.
    """
    environment = {**os.environ, "OMP_NUM_THREADS": str(threads)}
    command = (sys.executable, "-m", "ombud.bench.engine_child", model, str(threads))
    child = subprocess.Popen(  # noqa: S603  our own module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    )
    try:
        loaded = _read_line(child)
        if "error" in loaded:
            raise ModelError(loaded["error"])
        identity = ModelIdentity(loaded["name"], loaded["version"])
        yield EngineProcess(identity, float(loaded["load_seconds"]), child)
    finally:
        _stop(child)


def _read_line(child: subprocess.Popen[str]) -> dict[str, Any]:
    assert child.stdout is not None  # noqa: S101  it was asked for
    line = child.stdout.readline()
    if not line:
        raise ModelError(f"The engine's process has ended unasked, with exit code {child.wait()}.")
    answer: dict[str, Any] = json.loads(line)
    return answer


def _stop(child: subprocess.Popen[str]) -> None:
    """End its input, which ends it; kill it where it does not listen."""
    try:
        child.communicate(timeout=_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
