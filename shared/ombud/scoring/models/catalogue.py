"""The models there are, and how to get an engine from a name."""

import difflib
from collections.abc import Callable, Mapping
from pathlib import Path

from ombud.domain.errors import ModelError
from ombud.domain.scores import ModelIdentity
from ombud.scoring.cascade import Screen
from ombud.scoring.conversion.checkpoint import UPSTREAM
from ombud.scoring.deterministic import DeterministicEngine
from ombud.scoring.engine import Engine
from ombud.scoring.linear import LinearScorer
from ombud.scoring.models.folders import SHIPPED, fetched_models, model_folders
from ombud.scoring.models.manifest import MANIFEST, Manifest, file_problems, read_manifest, require_intact, sum_problems
from ombud.scoring.models.published import PUBLISHED
from ombud.scoring.reading import ReadingEngine
from ombud.scoring.scorer import Scorer
from ombud.scoring.translation import PERSPECTIVE, Translation, read_translation

LINEAR = SHIPPED / "linear"
"""The folder of the model that screens for the others."""

FOR_TESTS = "deterministic"
REFERENCE = "reference"


def _linear(folder: Path, _threads: int) -> Scorer:
    return LinearScorer.load(folder)


def _onnx(folder: Path, threads: int) -> Scorer:
    # Imported only when asked for: a process that scores with another model need not hold ONNX Runtime.
    from ombud.scoring.transformer import TransformerScorer

    return TransformerScorer.load(folder, LinearScorer.load(LINEAR), threads)


_LOADERS: Mapping[str, Callable[[Path, int], Scorer]] = {"linear": _linear, "onnx": _onnx}
"""By the manifest's kind."""


def catalogue() -> tuple[Manifest, ...]:
    """List the models that ship with the package, by name. `ModelError` where a manifest cannot be read."""
    return tuple(map(read_manifest, model_folders(SHIPPED)))


def fetched() -> tuple[Manifest, ...]:
    """List the models that were fetched or imported here, by name. `ModelError` where a manifest cannot be read."""
    return tuple(map(read_manifest, model_folders(fetched_models())))


def load_engine(name: str, threads: int = 1) -> Engine:
    """Load a model: a catalogue name, a folder, `reference[:MODEL]` for Detoxify itself, or `deterministic` for tests.

    `threads` may compute together, where the model can use them: one is right for each of several processes. Files are
    compared with their sums first. `ModelError` says what is wrong: an unknown name (with near ones), a
    file that is missing or has changed, or a library that is not installed.
    """
    if name == FOR_TESTS:
        return DeterministicEngine()
    if name.partition(":")[0] == REFERENCE:
        # Imported only when asked for: it needs torch, which the service does without.
        from ombud.scoring.reference import ReferenceEngine

        return ReferenceEngine.load(_reference_folder(name.partition(":")[2]), threads)
    folder = model_folder(name)
    kind = read_manifest(folder).kind
    if kind not in _LOADERS:
        raise ModelError(f"{folder / MANIFEST}: this Ombud has no engine for models of kind '{kind}'. Upgrade Ombud.")
    return ReadingEngine(_LOADERS[kind](folder, threads))


def load_screen(name: str, model: ModelIdentity) -> Screen | None:
    """Load the screen that belongs to a model; None where it has none. `model` is what its engine says it is.

    `ModelError` where there is one that cannot be used, or no such model.
    """
    if name == FOR_TESTS or name.partition(":")[0] == REFERENCE:
        return None
    return Screen.load(model_folder(name), LINEAR, model)


def load_translation(name: str) -> Translation | None:
    """Return a model's translation to Perspective's scale; None where its manifest lists none.

    `ModelError` where there is no such model, or a file of it is missing or has changed.
    """
    if name == FOR_TESTS or name.partition(":")[0] == REFERENCE:
        return None
    folder = model_folder(name)
    manifest = read_manifest(folder)
    if PERSPECTIVE not in manifest.files:
        return None
    require_intact(folder, manifest)
    return read_translation(folder / PERSPECTIVE)


def verify(name: str) -> list[str]:
    """Compare a model's files with their sums; return a sentence for each problem, none if all is well.

    Of a fetched model, what was downloaded is compared too. `ModelError` where there is no such model.
    """
    folder = model_folder(name)
    try:
        manifest = read_manifest(folder)
        upstream = manifest.training.get("upstream", {}) if (folder / UPSTREAM).is_dir() else {}
        return file_problems(folder, manifest) + sum_problems(folder / UPSTREAM, upstream)
    except ModelError as error:
        return [str(error)]


def model_folder(name: str) -> Path:
    """Say where a model is: a shipped or fetched one by its name, else a path. `ModelError` where there is none."""
    shipped = _by_name(SHIPPED)
    if name in shipped:
        return shipped[name]
    there = _by_name(fetched_models())
    if name in there:
        return there[name]
    if (path := Path(name)).is_dir():
        return path
    if name in PUBLISHED:
        raise ModelError(f"Model '{name}' is not here yet: `ombud model fetch {name}` brings it to {fetched_models()}.")
    names = dict.fromkeys((*shipped, *there, *PUBLISHED))
    near = difflib.get_close_matches(name, [*names, FOR_TESTS], n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(names)}."
    raise ModelError(f"There is no model and no folder '{name}'. {hint}")


def _by_name(place: Path) -> dict[str, Path]:
    return {path.name: path for path in model_folders(place)}


def _reference_folder(name: str) -> Path:
    """Where Detoxify's own files are: those of a fetched model, of the only one if none is named, or a folder."""
    if name:
        return model_folder(name)
    folders = [path for path in model_folders(fetched_models()) if (path / UPSTREAM).is_dir()]
    if len(folders) != 1:
        there = ", ".join(path.name for path in folders) or "none"
        raise ModelError(f"The engine 'reference' needs a fetched model, as reference:NAME. There are: {there}.")
    return folders[0]
