"""The models there are, and how to get an engine from a name."""

import difflib
from collections.abc import Callable, Mapping
from pathlib import Path

from ombud.domain.errors import ModelError
from ombud.scoring.deterministic import DeterministicEngine
from ombud.scoring.engine import Engine
from ombud.scoring.linear import LinearScorer
from ombud.scoring.models.manifest import MANIFEST, Manifest, file_problems, read_manifest, require_intact
from ombud.scoring.reading import ReadingEngine
from ombud.scoring.scorer import Scorer
from ombud.scoring.translation import PERSPECTIVE, Translation, read_translation

SHIPPED = Path(__file__).parent / "weights"
"""One folder for each model that comes with the package."""

FOR_TESTS = "deterministic"
REFERENCE_PREFIX = "reference:"


def _linear(folder: Path, _threads: int) -> Scorer:
    return LinearScorer.load(folder)


def _onnx(folder: Path, threads: int) -> Scorer:
    # Imported only when asked for: a process that scores with another model need not hold ONNX Runtime.
    from ombud.scoring.transformer import TransformerScorer

    scorer = TransformerScorer.load(folder, threads)
    return scorer if scorer.marks_tokens else scorer.explained_by(LinearScorer.load(SHIPPED / "linear").explain)


_LOADERS: Mapping[str, Callable[[Path, int], Scorer]] = {"linear": _linear, "onnx": _onnx}
"""By the manifest's kind."""


def catalogue() -> tuple[Manifest, ...]:
    """List the models that ship with the package, by name. `ModelError` where a manifest cannot be read."""
    return tuple(read_manifest(path.parent) for path in sorted(SHIPPED.glob(f"*/{MANIFEST}")))


def load_engine(name: str, threads: int = 1) -> Engine:
    """Load a model: a catalogue name, a model's folder, `reference:FOLDER` for Detoxify, or `deterministic` for tests.

    `threads` may compute together, where the model can use them. One is right for each of several processes; more
    only shorten the wait for a single text.

    Files are compared with their sums first. `ModelError` says what is wrong: an unknown name (with near ones), a
    file that is missing or has changed, or a library that is not installed.
    """
    if name == FOR_TESTS:
        return DeterministicEngine()
    if name.startswith(REFERENCE_PREFIX):
        # Imported only when asked for: it needs torch, which the service does without.
        from ombud.scoring.reference import ReferenceEngine

        return ReferenceEngine.load(Path(name.removeprefix(REFERENCE_PREFIX)))
    folder = model_folder(name)
    kind = read_manifest(folder).kind
    if kind not in _LOADERS:
        raise ModelError(f"{folder / MANIFEST}: this Ombud has no engine for models of kind '{kind}'. Upgrade Ombud.")
    return ReadingEngine(_LOADERS[kind](folder, threads))


def load_translation(name: str) -> Translation | None:
    """Return a model's translation to Perspective's scale; None where its manifest lists none.

    `ModelError` where there is no such model, or a file of it is missing or has changed.
    """
    if name == FOR_TESTS or name.startswith(REFERENCE_PREFIX):
        return None
    folder = model_folder(name)
    manifest = read_manifest(folder)
    if PERSPECTIVE not in manifest.files:
        return None
    require_intact(folder, manifest)
    return read_translation(folder / PERSPECTIVE)


def verify(name: str) -> list[str]:
    """Compare a model's files with their sums; return a sentence for each problem, none if all is well.

    `ModelError` where there is no such model.
    """
    folder = model_folder(name)
    try:
        return file_problems(folder, read_manifest(folder))
    except ModelError as error:
        return [str(error)]


def model_folder(name: str) -> Path:
    """Where the model is: a shipped one by its name, otherwise a path."""
    shipped = sorted(path.name for path in SHIPPED.iterdir() if path.is_dir()) if SHIPPED.is_dir() else []
    if name in shipped:
        return SHIPPED / name
    if (path := Path(name)).is_dir():
        return path
    near = difflib.get_close_matches(name, [*shipped, FOR_TESTS], n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(shipped)}."
    raise ModelError(f"There is no model and no folder '{name}'. {hint}")
