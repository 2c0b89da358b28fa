"""Detoxify's models from a web server to a folder that the service can use, with checkpoints in Detoxify's form."""

import csv
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ombud.cli.model import model
from ombud.domain.errors import ModelError
from ombud.scoring.admission.bring_in import bring_in
from ombud.scoring.admission.evidence import Evidence
from ombud.scoring.admission.exported_model import ExportedModel
from ombud.scoring.admission.fetch import fetch
from ombud.scoring.admission.parity_texts import PARITY_TEXTS
from ombud.scoring.fetching.download import Patience, Progress
from ombud.scoring.fetching.pins import read_pins
from ombud.scoring.models.catalogue import load_engine, verify
from ombud.scoring.models.manifest import read_manifest, sha256_of
from ombud.scoring.models.published import PUBLISHED, PublishedModel
from tests.detoxify_files import (
    ALBERT,
    BERT,
    ROBERTA,
    TAUGHT,
    TRUE_SIZE,
    XLM_ROBERTA,
    Architecture,
    at_paths,
    checkpoint_bytes,
    published_as,
    published_files,
)
from tests.file_server import FileServer, Served, file_server
from tests.length import PROVE

pytestmark = pytest.mark.needs_torch

NAME = "detoxify-original"
QUICK = Patience(timeout=0.5, tries=2, pause=0.01)
SILENT = Evidence({}, None, lambda _: None)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What `ombud model fetch` left, and all that it was asked and said on the way."""

    published: PublishedModel
    files: Mapping[str, bytes]
    models: Path
    asked: list[tuple[str, str | None]]
    told: str

    @property
    def folder(self) -> Path:
        return self.models / NAME


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMBUD_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        yield patch


@pytest.fixture(scope="module")
def fetched(environment: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Fetched:
    """Fetched by command, over a connection that breaks off and a host that sends one elsewhere."""
    files = published_files(BERT, steps=40)
    published = published_as(NAME, BERT, files)
    environment.setitem(PUBLISHED, NAME, published)
    with file_server() as server:
        environment.setenv("OMBUD_MODEL_MIRROR", server.url)
        server.publish(at_paths(published, files))
        checkpoint = f"/v0/{published.files[0].name}"
        server.files["/storage"] = Served(files["checkpoint.ckpt"], first_stop=20_000)
        server.files[checkpoint] = Served(b"", status=302, location=f"{server.url}/storage")
        result = run("fetch", NAME, *labelled(tmp_path_factory.mktemp("labels") / "labels.csv"))
    assert result.exit_code == 0, (result.output, result.exception)
    return Fetched(published, files, Path(os.environ["OMBUD_DATA_DIR"]) / "models", server.asked, result.output)


def labelled(path: Path) -> tuple[str, ...]:
    """Write labelled texts; return the options that name them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("comment", "bad"), *TAUGHT.items()])
    return ("--csv", str(path), "--text", "comment", "--label", "bad", "--attribute", "toxicity")


def run(*words: str) -> Result:
    return CliRunner().invoke(model, words)


def no_bar(_: str) -> Any:
    class Silent:
        def __enter__(self) -> Progress:
            return lambda _, __: None

        def __exit__(self, *_: object) -> None:
            pass

    return Silent()


def try_to_fetch(published: PublishedModel, server: FileServer, models: Path) -> str:
    """Return why it failed; nothing may be left but what can be gone on with."""
    with pytest.raises(ModelError) as raised:
        fetch(published, models, server.url, SILENT, no_bar, QUICK)
    assert not (models / published.name).exists()
    return str(raised.value)


def bad_checkpoint(content: bytes) -> tuple[PublishedModel, dict[str, bytes]]:
    """A checkpoint with the right sum and something else wrong, so that no sum saves us."""
    files = {"checkpoint.ckpt": content, "config.json": b"{}", "tokenizer_config.json": b"{}", "tokenizer.json": b"{}"}
    return published_as(NAME, BERT, files), files


class Trap:
    """Unpickled without limits, it makes a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)

    def __reduce__(self) -> Any:
        return os.mkdir, (self.folder,)


def test_a_malicious_checkpoint_with_the_right_sum_is_not_opened(server: FileServer, tmp_path: Path) -> None:
    published, files = bad_checkpoint(checkpoint_bytes(BERT, {}, extra=Trap(tmp_path / "owned")))
    server.publish(at_paths(published, files))
    assert "holds more than weights" in try_to_fetch(published, server, tmp_path / "models")
    assert not (tmp_path / "owned").exists()


def test_a_fetched_model_is_whole_small_in_what_it_needs_and_says_where_it_is_from(fetched: Fetched) -> None:
    manifest = read_manifest(fetched.folder)
    assert (manifest.kind, manifest.attributes) == ("onnx", fetched.published.attributes)
    assert set(manifest.files) == {"model.onnx", "tokenizer.json", "reference_scores.json"}
    assert manifest.training["window_tokens"] == 512
    assert manifest.training["tokenizer_differs_on"] == 0
    assert manifest.training["parity"]["largest_difference"] <= 0.001
    assert manifest.training["upstream"]["checkpoint.ckpt"].startswith(fetched.published.files[0].sha256)
    assert {path.name for path in fetched.models.iterdir()} == {NAME, ".incoming", ".lock", "pins.json"}
    assert not list((fetched.models / ".incoming").iterdir())


def test_the_figure_on_the_users_own_labels_stands_beside_the_published_one(fetched: Fetched) -> None:
    (figure,) = read_manifest(fetched.folder).figures
    assert (figure.measured_on, figure.attribute, figure.rows) == ("labels.csv", "toxicity", len(TAUGHT))
    assert figure.auc > 0.9
    listed = run("list").output
    assert "toxicity on labels.csv (measured at admission, first 512 tokens)" in listed
    assert "published 0.5000  AUC, nothing; not measured here" in listed


def test_it_was_resumed_where_it_broke_off(fetched: Fetched) -> None:
    assert ("/storage", "bytes=20000-") in fetched.asked


def test_what_was_not_known_beforehand_is_pinned_and_said(fetched: Fetched) -> None:
    assert fetched.told.count("pinned on first use") == 4
    assert read_pins(fetched.models).keys() == {file.url for file in fetched.published.files}


def test_the_graph_has_the_inputs_and_the_output_that_the_service_relies_on(fetched: Fetched) -> None:
    from onnxruntime import InferenceSession

    session = InferenceSession(str(fetched.folder / "model.onnx"))
    inputs = {one.name: (one.type, one.shape) for one in session.get_inputs()}
    assert inputs == {name: ("tensor(int64)", ["batch", "length"]) for name in ("input_ids", "attention_mask")}
    assert [(one.name, one.type, one.shape[1]) for one in session.get_outputs()] == [("scores", "tensor(float)", 6)]
    tokenizer = json.loads((fetched.folder / "tokenizer.json").read_text())
    assert (tokenizer["padding"], tokenizer["truncation"]) == (None, None)


def test_it_scores_what_detoxify_scores_alone_or_among_others(fetched: Fetched) -> None:
    exported = ExportedModel.load(fetched.folder, NAME, fetched.published.attributes, 512)
    reference = load_engine("reference")
    assert reference.identity.version == sha256_of(fetched.folder / "upstream/checkpoint.ckpt")[:12]
    texts = list(TAUGHT)
    together = exported.score(texts)
    assert max(one.scores["toxicity"] for one in together) > 0.8
    assert min(one.scores["toxicity"] for one in together) < 0.2
    for text, expected, found in zip(texts, reference.score(texts), together, strict=True):
        (alone,) = exported.score([text])
        for name, score in expected.scores.items():
            assert found.scores[name] == pytest.approx(score, abs=1e-3)
            assert alone.scores[name] == pytest.approx(found.scores[name], abs=2e-4)


def test_list_and_verify_know_it(fetched: Fetched) -> None:
    states = {entry["name"]: entry["state"] for entry in json.loads(run("list", "--json").output)}
    assert (states["linear"], states[NAME], states["detoxify-unbiased"]) == ("shipped", "fetched", "fetchable")
    assert f"{NAME} (fetched)" in run("list").output
    result = run("verify")
    assert f"{NAME}: as it should be" in result.output
    assert result.exit_code == 0


def test_verify_names_what_has_changed_in_what_was_downloaded_too(fetched: Fetched, tmp_path: Path) -> None:
    copy = shutil.copytree(fetched.folder, tmp_path / "copy")
    (copy / "upstream/config.json").write_text("{}")
    assert ["upstream/config.json has changed" in problem for problem in verify(str(copy))] == [True]


def test_a_model_that_is_here_is_not_fetched_again(fetched: Fetched) -> None:
    result = run("fetch", NAME)  # the server is gone by now
    assert result.exit_code == 0
    assert "is here already" in result.output


def test_a_file_that_changed_since_it_was_first_used_is_refused(
    fetched: Fetched, server: FileServer, tmp_path: Path
) -> None:
    shutil.copyfile(fetched.models / "pins.json", tmp_path / "pins.json")
    server.publish(at_paths(fetched.published, {**fetched.files, "config.json": b'{"changed": true}'}))
    assert "config.json is not the file that was used here before" in try_to_fetch(fetched.published, server, tmp_path)


@pytest.mark.parametrize("how", ["truncated", "tampered"])
def test_a_checkpoint_that_is_not_the_published_one_is_refused_and_not_kept(
    fetched: Fetched, server: FileServer, tmp_path: Path, how: str
) -> None:
    content = bytearray(fetched.files["checkpoint.ckpt"])
    content[len(content) // 2] ^= 1
    wrong = bytes(content) if how == "tampered" else fetched.files["checkpoint.ckpt"][:-100]
    server.publish(at_paths(fetched.published, {**fetched.files, "checkpoint.ckpt": wrong}))
    message = try_to_fetch(fetched.published, server, tmp_path)
    assert f"{fetched.published.files[0].name} is not the file that was published" in message
    assert not list((tmp_path / ".incoming" / NAME).iterdir())


def test_a_missing_file_ends_it_and_the_next_try_fetches_only_what_is_missing(
    fetched: Fetched, server: FileServer, tmp_path: Path
) -> None:
    server.publish(at_paths(fetched.published, fetched.files))
    del server.files["/base/tokenizer.json"]
    assert "/base/tokenizer.json answered 404" in try_to_fetch(fetched.published, server, tmp_path)
    asked = len(server.asked)
    try_to_fetch(fetched.published, server, tmp_path)
    assert server.asked[asked:] == [("/base/tokenizer.json", None)]


def test_a_checkpoint_of_other_attributes_than_its_name_promises_is_refused(
    fetched: Fetched, server: FileServer, tmp_path: Path
) -> None:
    published = replace(fetched.published, attributes=(*fetched.published.attributes, "sexual_explicit"))
    server.publish(at_paths(published, fetched.files))
    assert "should score" in try_to_fetch(published, server, tmp_path)


@pytest.mark.parametrize("architecture", [ROBERTA, XLM_ROBERTA, ALBERT], ids=lambda one: one.prefix)
def test_published_files_are_imported_from_a_folder_whatever_their_architecture(
    architecture: Architecture, tmp_path: Path
) -> None:
    files = published_files(architecture)
    published = published_as("detoxify-unbiased", architecture, files)
    source = tmp_path / "source"
    source.mkdir()
    for name, content in files.items():
        (source / (published.files[0].name if name == "checkpoint.ckpt" else name)).write_bytes(content)
    manifest = bring_in(source, tmp_path / "models", {published.name: published}, SILENT)
    assert manifest.attributes == published.attributes
    assert len(manifest.attributes) == 7
    assert manifest.training["parity"]["texts"] == len(PARITY_TEXTS)
    assert verify(str(tmp_path / "models" / published.name)) == []


@pytest.fixture
def pack(fetched: Fetched, tmp_path: Path) -> Path:
    result = run("export", NAME, "--out", str(tmp_path / "pack.tar"))
    assert f"sha256 {sha256_of(tmp_path / 'pack.tar')}" in result.output
    return tmp_path / "pack.tar"


def test_an_exported_model_is_imported_elsewhere_as_it_was(fetched: Fetched, pack: Path, tmp_path: Path) -> None:
    manifest = bring_in(pack, tmp_path / "models", {NAME: fetched.published}, SILENT)
    assert manifest == read_manifest(fetched.folder)
    folder = tmp_path / "models" / NAME
    assert {path.name for path in folder.iterdir()} == {"manifest.json", *manifest.files}
    assert bring_in(folder, tmp_path / "third", {NAME: fetched.published}, SILENT) == manifest


def test_a_pack_with_other_weights_is_refused_though_its_sums_are_right(
    fetched: Fetched, pack: Path, tmp_path: Path
) -> None:
    bring_in(pack, tmp_path / "models", {NAME: fetched.published}, SILENT)
    folder = tmp_path / "models" / NAME
    graph = (folder / "model.onnx").read_bytes()
    at = graph.rfind(b"classifier.weight")
    other = graph[:at] + graph[at:].replace(graph[at + 30 : at + 60], bytes(30), 1)
    (folder / "model.onnx").write_bytes(other)
    with pytest.raises(ModelError, match=r"model\.onnx has changed"):
        bring_in(folder, tmp_path / "third", {NAME: fetched.published}, SILENT)
    manifest = read_manifest(folder)
    sums = {**manifest.files, "model.onnx": sha256_of(folder / "model.onnx")}
    (folder / "manifest.json").write_text(replace(manifest, files=sums).as_json())
    with pytest.raises(ModelError, match="is not admitted"):
        bring_in(folder, tmp_path / "third", {NAME: fetched.published}, SILENT)
    assert not (tmp_path / "third" / NAME).exists()


def test_a_manifest_of_another_model_is_not_imported(fetched: Fetched, pack: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="Only models that `ombud model fetch` knows can be imported"):
        bring_in(pack, tmp_path / "models", {}, SILENT)


@pytest.mark.skipif(not PROVE, reason="Takes minutes: a model of true size is for `make prove`.")
def test_a_model_of_true_size_goes_the_same_way(server: FileServer, tmp_path: Path) -> None:
    files = published_files(BERT, TRUE_SIZE)
    published = published_as(NAME, BERT, files)
    server.publish(at_paths(published, files))
    manifest = fetch(published, tmp_path, server.url, SILENT, no_bar)
    assert manifest.training["parity"]["largest_difference"] <= 0.001
    assert (tmp_path / NAME / "model.onnx").stat().st_size > 400_000_000
