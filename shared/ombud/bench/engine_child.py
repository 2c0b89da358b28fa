"""A process that holds one engine and does as it is told, a line of JSON at a time.

`python -m` it with a model's name and a number of threads.

Its first line says how loading went. Then each request gets one line of answer, until its standard input ends.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from ombud.domain.errors import ModelError
from ombud.scoring.engine import Engine
from ombud.scoring.evaluation.comparison import score_all

CASCADE = "cascade:"
"""Before a model's name: that model behind its screen."""

_MEMORY = Path("/proc/self/smaps_rollup")


def serve(name: str, threads: int) -> None:
    """Load the model and answer requests."""
    # Whatever a library prints must not come between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def answer(content: Mapping[str, Any]) -> None:
        answers.write(f"{json.dumps(content)}\n")
        answers.flush()

    started = perf_counter()
    try:
        engine = _load(name, threads)
    except ModelError as error:
        answer({"error": str(error)})
        return
    identity = engine.identity
    answer({"name": identity.name, "version": identity.version, "load_seconds": perf_counter() - started})
    for line in sys.stdin:
        request = json.loads(line)
        answer({"result": _ACTIONS[request["do"]](engine, request)})


def _load(name: str, threads: int) -> Engine:
    # Imported here, because the libraries that an engine needs are a part of what loading takes.
    if name.startswith(CASCADE):
        from ombud.bench.cascaded_engine import CascadedEngine

        return CascadedEngine.load(name.removeprefix(CASCADE), threads)
    from ombud.scoring.models.catalogue import load_engine

    return load_engine(name, threads)


def _batch(engine: Engine, request: Mapping[str, Any]) -> Mapping[str, float]:
    """Score the texts, shortest first as a worker does, again and again until `seconds` have passed, at least once."""
    texts: Sequence[str] = request["texts"]
    done, started = 0, perf_counter()
    while not done or perf_counter() - started < request["seconds"]:
        score_all(engine, texts)
        done += len(texts)
    return {"texts": done, "seconds": perf_counter() - started}


def _each(engine: Engine, request: Mapping[str, Any]) -> list[float]:
    """Score each text alone; how many seconds each took."""
    times = []
    for text in request["texts"]:
        started = perf_counter()
        engine.score([text])
        times.append(perf_counter() - started)
    return times


def _memory(_engine: Engine, _request: Mapping[str, Any]) -> int | None:
    """Return this process's proportional set size in bytes; None where the system does not tell."""
    if not _MEMORY.exists():
        return None
    [kilobytes] = [line.split()[1] for line in _MEMORY.read_text("ascii").splitlines() if line.startswith("Pss:")]
    return int(kilobytes) * 1024


_ACTIONS: Mapping[str, Callable[[Engine, Mapping[str, Any]], Any]] = {
    "batch": _batch,
    "each": _each,
    "memory": _memory,
}

if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
