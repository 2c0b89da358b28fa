"""The models there are, and how to get an engine from a name."""

import difflib
from collections.abc import Callable, Mapping
from pathlib import Path

from ombud.domain.errors import ModelError
from ombud.domain.scores import ModelIdentity
from ombud.scoring.cascade import Screen
from ombud.scoring.deterministic import DeterministicEngine
from ombud.scoring.engine import Engine
from ombud.scoring.linear import LinearEngine
from ombud.scoring.models.manifest import MANIFEST, Manifest, file_problems, read_manifest

SHIPPED = Path(__file__).parent / "weights"
"""One folder for each model that comes with the package."""

LINEAR = SHIPPED / "linear"
"""The folder of the model that screens for the others."""

FOR_TESTS = "deterministic"
REFERENCE_PREFIX = "reference:"

_LOADERS: Mapping[str, Callable[[Path], Engine]] = {"linear": LinearEngine.load}
"""By the manifest's kind."""


def catalogue() -> tuple[Manifest, ...]:
    """List the models that ship with the package, by name. `ModelError` where a manifest cannot be read."""
    return tuple(read_manifest(path.parent) for path in sorted(SHIPPED.glob(f"*/{MANIFEST}")))


def load_engine(name: str) -> Engine:
    """Load a model: a catalogue name, a model's folder, `reference:FOLDER` for Detoxify, or `deterministic` for tests.

    Files are compared with their sums first. `ModelError` says what is wrong: an unknown name (with near ones), a
    file that is missing or has changed, or a library that is not installed.
    """
    if name == FOR_TESTS:
        return DeterministicEngine()
    if name.startswith(REFERENCE_PREFIX):
        # Imported only when asked for: it needs torch, which the service does without.
        from ombud.scoring.reference import ReferenceEngine

        return ReferenceEngine.load(Path(name.removeprefix(REFERENCE_PREFIX)))
    folder = folder_of(name)
    kind = read_manifest(folder).kind
    if kind not in _LOADERS:
        raise ModelError(f"{folder / MANIFEST}: this Ombud has no engine for models of kind '{kind}'. Upgrade Ombud.")
    return _LOADERS[kind](folder)


def load_screen(name: str, model: ModelIdentity) -> Screen | None:
    """Load the screen that belongs to a model; None where it has none. `model` is what its engine says it is.

    `ModelError` where there is one that cannot be used, or no such model.
    """
    if name == FOR_TESTS or name.startswith(REFERENCE_PREFIX):
        return None
    return Screen.load(folder_of(name), LINEAR, model)


def verify(name: str) -> list[str]:
    """Compare a model's files with their sums; return a sentence for each problem, none if all is well.

    `ModelError` where there is no such model.
    """
    folder = folder_of(name)
    try:
        return file_problems(folder, read_manifest(folder))
    except ModelError as error:
        return [str(error)]


def folder_of(name: str) -> Path:
    """Return where a model is: a shipped one by its name, otherwise a path. `ModelError` where there is none."""
    shipped = sorted(path.name for path in SHIPPED.iterdir() if path.is_dir()) if SHIPPED.is_dir() else []
    if name in shipped:
        return SHIPPED / name
    if (path := Path(name)).is_dir():
        return path
    near = difflib.get_close_matches(name, [*shipped, FOR_TESTS], n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(shipped)}."
    raise ModelError(f"There is no model and no folder '{name}'. {hint}")
