"""Importing without a network: the published files from a folder, or a model that another machine has admitted."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from ombud.domain.errors import ModelError
from ombud.scoring.admission.convert import KIND, admit
from ombud.scoring.admission.evidence import Evidence, measured_figures
from ombud.scoring.admission.exported_model import ExportedModel
from ombud.scoring.admission.pack import unpack
from ombud.scoring.admission.parity import REFERENCE_SCORES, compare, read_expected, require_parity
from ombud.scoring.admission.placing import being_made, one_at_a_time, put_in_place, require_space
from ombud.scoring.conversion.libraries import prepare_libraries
from ombud.scoring.conversion.library import WINDOW_TOKENS
from ombud.scoring.models.manifest import MANIFEST, Manifest, read_manifest, require_intact
from ombud.scoring.models.published import PublishedModel
from ombud.scoring.transformer import MODEL, TOKENIZER


def bring_in(source: Path, models: Path, published: Mapping[str, PublishedModel], evidence: Evidence) -> Manifest:
    """Admit what lies in a folder or a pack, as strictly as what is fetched.

    A folder of published files is converted, for which the libraries are needed. A pack of `ombud model export`, or
    its unpacked folder, is compared with its own sums and with the scores of Detoxify that it carries. `ModelError`
    says what is missing or not met.
    """
    with one_at_a_time(models):
        if source.is_file() or (source / MANIFEST).is_file():
            return _bring_converted(source, models, published, evidence)
        model = _recognised(source, published)
        prepare_libraries()
        require_space(models, 3 * model.files[0].at_most)
        return admit(model, source, models, evidence)


def _recognised(source: Path, published: Mapping[str, PublishedModel]) -> PublishedModel:
    found = [model for model in published.values() if (source / model.files[0].name).is_file()]
    if len(found) == 1:
        return found[0]
    names = ", ".join(model.files[0].name for model in (found or published.values()))
    what = "several checkpoints" if found else "no checkpoint"
    raise ModelError(f"{source} holds {what} of Detoxify's, and one is needed, under its published name: {names}.")


def _bring_converted(
    source: Path, models: Path, published: Mapping[str, PublishedModel], evidence: Evidence
) -> Manifest:
    with being_made(models) as folder:
        if source.is_file():
            require_space(models, source.stat().st_size)
            unpack(source, folder)
        else:
            _copy(source, folder)
        manifest = read_manifest(folder)
        _require_known(manifest, published)
        require_intact(folder, manifest)
        _require_same_scores(folder, manifest, evidence)
        put_in_place(folder, models / manifest.name)
    return manifest


def _copy(source: Path, folder: Path) -> None:
    for name in (MANIFEST, MODEL, TOKENIZER, REFERENCE_SCORES):
        if not (source / name).is_file():
            raise ModelError(f"{source / name} is missing. Copy the model's folder over again.")
        shutil.copyfile(source / name, folder / name)


def _require_known(manifest: Manifest, published: Mapping[str, PublishedModel]) -> None:
    if manifest.name not in published or manifest.kind != KIND:
        raise ModelError(
            f"The manifest is of '{manifest.name}' (kind '{manifest.kind}'). Only models that `ombud model fetch` "
            f"knows can be imported: {', '.join(published)}. Any other folder can be named in OMBUD_MODEL as it is."
        )
    as_it_should_be = (
        manifest.attributes == published[manifest.name].attributes
        and manifest.training.get("window_tokens") == WINDOW_TOKENS
        and set(manifest.files) == {MODEL, TOKENIZER, REFERENCE_SCORES}
    )
    if not as_it_should_be:
        raise ModelError(f"The manifest of '{manifest.name}' is not one that `ombud model export` writes. Export anew.")


def _require_same_scores(folder: Path, manifest: Manifest, evidence: Evidence) -> None:
    exported = ExportedModel.load(folder, manifest.name, manifest.attributes, WINDOW_TOKENS)
    expected = read_expected(folder, manifest.attributes)
    evidence.report(f"comparing it with the scores of Detoxify that it carries, on {len(expected.texts)} texts ...")
    parity = compare(expected, exported.score(expected.texts), evidence.bands)
    require_parity(manifest.name, parity)
    evidence.report(f"largest difference of a score {parity.largest:.4f}, no verdict changed")
    measured_figures(exported, evidence)
