"""Kills one process after another, as a seed says, and starts again what a supervisor would."""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable

import psutil

from tests.reliability.child import Child
from tests.reliability.stack import Stack


class RandomKiller:
    """To be used from the main thread, because it starts processes. `kills` counts them by victim."""

    def __init__(self, stack: Stack, seed: int, *, least: float, most: float) -> None:
        self.kills: Counter[str] = Counter()
        self._stack = stack
        self._chance = random.Random(seed)
        self._pause = (least, most)

    def kill_while(self, busy: Callable[[], bool]) -> None:
        """Kill and revive for as long as there is traffic."""
        next_kill = self._soon()
        while busy():
            if time.monotonic() >= next_kill:
                self._kill_one()
                next_kill = self._soon()
            time.sleep(0.1)
            self._stack.revive()

    def _soon(self) -> float:
        return time.monotonic() + self._chance.uniform(*self._pause)

    def _kill_one(self) -> None:
        stack = self._stack
        victims: dict[str, Callable[[], None]] = {
            "api master": stack.api.kill_leader,
            "api worker": lambda: self._kill_offspring(stack.api),
            "celery main": stack.worker.kill_leader,
            "celery child": lambda: self._kill_offspring(stack.worker),
            "deliverer": stack.deliverer.kill_leader,
            "scheduler": stack.scheduler.kill_leader,
            "valkey": stack.valkey.kill_leader,
            "postgres backend": lambda: self._kill_offspring(stack.postgres),
            "postgres": lambda: stack.postgres.kill_leader(signal.SIGQUIT),
        }
        name = self._chance.choice(list(victims))
        self.kills[name] += 1
        victims[name]()

    def _kill_offspring(self, child: Child) -> None:
        offspring = sorted(child.offspring(), key=lambda process: process.pid)
        if not offspring:
            return
        try:
            self._chance.choice(offspring).kill()
        except psutil.NoSuchProcess:
            return
