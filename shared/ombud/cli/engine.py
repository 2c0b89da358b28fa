"""The engine of a command, which has the machine to itself for as long as it runs."""

import os

from ombud.scoring.engine import Engine
from ombud.scoring.models.catalogue import load_engine
from ombud.settings import load_settings


def engine_of_command(model: str | None) -> Engine:
    """Load the model that a command names, by default that of the settings, to compute on all processors."""
    return load_engine(model or load_settings().model, threads=os.cpu_count() or 1)
