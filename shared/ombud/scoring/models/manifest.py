"""A model's manifest: what the model is, which files it consists of, and how good it was when it was made."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ombud.domain.errors import ModelError

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Source:
    """Data that a model learned from or was calibrated on."""

    name: str
    licence: str
    rows: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured quality: `auc` is ROC-AUC 0-1, `low` and `high` its 95 % interval, `ece` the calibration error."""

    measured_on: str
    attribute: str
    rows: int
    positives: int
    auc: float
    low: float
    high: float
    note: str = ""
    ece: float | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `manifest.json` in a model's folder says. `files` maps a file's name to its sha256 in hex.

    `weak` maps an attribute to the reason why its scores should not decide anything by themselves.
    """

    name: str
    kind: str
    description: str
    files: Mapping[str, str]
    attributes: tuple[str, ...]
    languages: tuple[str, ...]
    licence: str
    weak: Mapping[str, str]
    sources: tuple[Source, ...]
    figures: tuple[Figure, ...]
    training: Mapping[str, Any]

    def as_json(self) -> str:
        """Write the manifest as indented JSON with a final line break."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"


def read_manifest(folder: Path) -> Manifest:
    """Read `manifest.json` of a model's folder; `ModelError` where it is missing or not a manifest."""
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        content["sources"] = tuple(Source(**source) for source in content["sources"])
        content["figures"] = tuple(Figure(**figure) for figure in content["figures"])
        content["attributes"] = tuple(content["attributes"])
        content["languages"] = tuple(content["languages"])
        return Manifest(**content)
    except FileNotFoundError:
        raise ModelError(f"{folder} is not a model's folder: it has no {MANIFEST}.") from None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelError(
            f"{path} cannot be read as a model's manifest ({error}). Fetch or train the model anew."
        ) from None


def sha256_of(path: Path) -> str:
    """Compute the file's sha256, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_problems(folder: Path, manifest: Manifest) -> list[str]:
    """Compare the folder's files with their sums; return a sentence for each that is missing or changed."""
    return sum_problems(folder, manifest.files)


def sum_problems(folder: Path, sums: Mapping[str, str]) -> list[str]:
    """Compare files with their sha256; return a sentence for each that is missing or changed."""
    problems = []
    for name, expected in sums.items():
        path = folder / name
        if not path.is_file():
            problems.append(f"{path} is missing.")
        elif (found := sha256_of(path)) != expected:
            problems.append(f"{path} has changed: its sha256 begins {found[:12]}, expected {expected[:12]}.")
    return problems


def require_intact(folder: Path, manifest: Manifest) -> None:
    """Raise `ModelError` naming every file that is missing or changed, and what to do."""
    if problems := file_problems(folder, manifest):
        remedy = "Install ombud again, or train or fetch the model anew."
        raise ModelError(f"Model '{manifest.name}' cannot be used. {' '.join(problems)} {remedy}")
