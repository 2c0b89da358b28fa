"""Fetching a published model: download, then admission."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from ombud.domain.errors import ModelError
from ombud.scoring.admission.convert import admit
from ombud.scoring.admission.evidence import Evidence
from ombud.scoring.admission.placing import INCOMING, one_at_a_time, require_space
from ombud.scoring.conversion.libraries import prepare_libraries
from ombud.scoring.fetching.download import PATIENCE, Patience, Progress, download
from ombud.scoring.fetching.mirror import mirrored
from ombud.scoring.fetching.pins import require_expected
from ombud.scoring.models.manifest import Manifest, file_problems, read_manifest, sha256_of
from ombud.scoring.models.published import PublishedModel, RemoteFile

ShowProgress = Callable[[str], AbstractContextManager[Progress]]
"""Given a file's name, shows how it comes along."""

_COPIES = 4
"""Of the checkpoint, on the disk at the same time: downloaded, kept, written clean for the library, exported."""


def fetch(
    published: PublishedModel,
    models: Path,
    mirror: str | None,
    evidence: Evidence,
    show: ShowProgress,
    patience: Patience = PATIENCE,
) -> Manifest:
    """Download a published model's files into `models/.incoming`, and admit it. `ModelError` says what went wrong.

    A model that is there and whole is left as it is. Files that came whole are kept until the model is admitted, so
    that a second try need not fetch them again.
    """
    prepare_libraries()
    with one_at_a_time(models):
        if (there := admitted(published.name, models)) is not None:
            evidence.report(f"'{published.name}' is here already, and as it should be.")
            return there
        incoming = models / INCOMING / published.name
        incoming.mkdir(parents=True, exist_ok=True)
        require_space(models, _COPIES * published.files[0].at_most)
        for file in published.files:
            _bring(file, incoming, models, mirror, show, patience)
        manifest = admit(published, incoming, models, evidence)
        shutil.rmtree(incoming)
        return manifest


def admitted(name: str, models: Path) -> Manifest | None:
    """Return the manifest of a model that is there and whole, or nothing."""
    try:
        manifest = read_manifest(models / name)
        return None if file_problems(models / name, manifest) else manifest
    except ModelError:
        return None


def _bring(
    file: RemoteFile, incoming: Path, models: Path, mirror: str | None, show: ShowProgress, patience: Patience
) -> None:
    target = incoming / file.name
    if target.is_file():
        digest = sha256_of(target)
    else:
        with show(file.name) as progress:
            digest = download(mirrored(file.url, mirror), target, file.at_most, progress, patience)
    try:
        require_expected(target, file.url, digest, file.sha256, models)
    except ModelError:
        target.unlink()
        raise
