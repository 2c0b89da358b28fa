"""From the published files to a model that the service can run, admitted or refused."""

import shutil
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ombud.domain.errors import ModelError
from ombud.domain.scores import ModelIdentity
from ombud.scoring.admission.evidence import Evidence, measured_figures
from ombud.scoring.admission.exported_model import ExportedModel, read_otherwise
from ombud.scoring.admission.parity import (
    REFERENCE_SCORES,
    Expected,
    Parity,
    compare,
    require_parity,
    write_expected,
)
from ombud.scoring.admission.parity_texts import PARITY_TEXTS
from ombud.scoring.admission.placing import being_made, put_in_place
from ombud.scoring.conversion.checkpoint import CHECKPOINT, UPSTREAM
from ombud.scoring.conversion.labels import outputs_by_attribute
from ombud.scoring.conversion.library import WINDOW_TOKENS, load_detoxify
from ombud.scoring.conversion.onnx_export import export_onnx, export_tokenizer
from ombud.scoring.fetching.pins import add_pins, require_expected
from ombud.scoring.models.manifest import MANIFEST, Manifest, sha256_of
from ombud.scoring.models.published import PublishedModel
from ombud.scoring.reference import ReferenceEngine
from ombud.scoring.transformer import MODEL, TOKENIZER

KIND = "onnx"


def admit(published: PublishedModel, source: Path, models: Path, evidence: Evidence) -> Manifest:
    """Convert the published files in `source` and let the model in: a folder `models/NAME`, whole or not at all.

    Three reasons, in this order: the files are those that were published (sums), the converted model scores what
    Detoxify scores (parity), and it is no worse than chance on the labels, if there are any (figures). `ModelError`
    names the reason that is not met. The caller holds the lock.
    """
    sums = require_published(published, source, models, evidence)
    with being_made(models) as folder:
        manifest = _converted(published, source, folder, sums, evidence)
        (folder / MANIFEST).write_text(manifest.as_json(), "utf-8")
        put_in_place(folder, models / published.name)
    add_pins(models, {file.url: sums[file.name] for file in published.files})
    return manifest


def require_published(published: PublishedModel, source: Path, models: Path, evidence: Evidence) -> Mapping[str, str]:
    """Compare the files in a folder with what is known of them; return their sums by name, and tell which are new."""
    sums = {}
    for file in published.files:
        path = source / file.name
        if not path.is_file():
            raise ModelError(f"{path} is missing. It can be had from {file.url}")
        sums[file.name] = sha256_of(path)
        if not require_expected(path, file.url, sums[file.name], file.sha256, models):
            known = f" ({file.sha256} was known)" if file.sha256 else ""
            evidence.report(f"pinned on first use: {file.name}, sha256 {sums[file.name]}{known}")
    return sums


def _converted(
    published: PublishedModel, source: Path, folder: Path, sums: Mapping[str, str], evidence: Evidence
) -> Manifest:
    names = _keep_upstream(published, source, folder / UPSTREAM)
    evidence.report("loading it with the detoxify library ...")
    detoxify = load_detoxify(folder / UPSTREAM)
    outputs = outputs_by_attribute(detoxify.class_names)
    if tuple(outputs) != published.attributes:
        raise ModelError(f"'{published.name}' should score {published.attributes}, but scores {tuple(outputs)}.")
    evidence.report("exporting it to ONNX ...")
    export_onnx(detoxify, list(outputs.values()), folder / MODEL)
    export_tokenizer(detoxify, folder / TOKENIZER)
    exported = ExportedModel.load(folder, published.name, published.attributes, WINDOW_TOKENS)
    parity = _require_same_scores(published.name, detoxify, exported, folder, evidence)
    origin = _origin(published, {names[name]: digest for name, digest in sums.items()}, parity)
    return Manifest(
        name=published.name,
        kind=KIND,
        description=published.description,
        files={name: sha256_of(folder / name) for name in (MODEL, TOKENIZER, REFERENCE_SCORES)},
        attributes=published.attributes,
        languages=published.languages,
        licence=published.licence,
        weak={},
        sources=(),
        figures=measured_figures(exported, evidence),
        training={**origin, "tokenizer_differs_on": _told_of_tokenizer(folder, evidence)},
    )


def _keep_upstream(published: PublishedModel, source: Path, upstream: Path) -> Mapping[str, str]:
    """Copy what was downloaded, for the engine `reference`; return the names that the files are kept under."""
    checkpoint, *others = published.files
    names = {checkpoint.name: CHECKPOINT, **{file.name: file.name for file in others}}
    upstream.mkdir()
    for name, kept in names.items():
        shutil.copyfile(source / name, upstream / kept)
    return names


def _require_same_scores(name: str, detoxify: Any, exported: ExportedModel, folder: Path, evidence: Evidence) -> Parity:
    evidence.report(f"comparing it with Detoxify.predict on {len(PARITY_TEXTS)} texts ...")
    scored = ReferenceEngine(ModelIdentity(name, ""), detoxify).score(PARITY_TEXTS)
    expected = Expected(PARITY_TEXTS, tuple(dict(one.scores) for one in scored))
    parity = compare(expected, exported.score(PARITY_TEXTS), evidence.bands)
    require_parity(name, parity)
    evidence.report(f"largest difference of a score {parity.largest:.4f}, no verdict changed")
    write_expected(folder, expected)
    return parity


def _told_of_tokenizer(folder: Path, evidence: Evidence) -> int:
    """Count the texts that the library tokenises otherwise than the published file would, and say so if there are any.

    The library builds some tokenizers anew from their parts, and parity alone cannot show where that lost something.
    """
    found = read_otherwise(folder / TOKENIZER, folder / UPSTREAM / TOKENIZER, PARITY_TEXTS)
    if found:
        evidence.report(
            f"note: the library reads {found} of {len(PARITY_TEXTS)} texts otherwise than the published tokenizer; "
            "the model does as the library does"
        )
    return found


def _origin(published: PublishedModel, upstream: Mapping[str, str], parity: Parity) -> Mapping[str, Any]:
    return {
        "window_tokens": WINDOW_TOKENS,
        "upstream": dict(upstream),
        "published": [asdict(figure) for figure in published.figures],
        "parity": {"texts": parity.texts, "largest_difference": parity.largest},
        "converted_with": {name: version(name) for name in ("detoxify", "onnx", "torch", "transformers")},
        "converted_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
