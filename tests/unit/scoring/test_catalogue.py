"""Names to engines."""

import shutil
from pathlib import Path

import pytest

from ombud.domain.errors import ModelError
from ombud.scoring.models.catalogue import catalogue, load_engine, model_folder, verify
from ombud.scoring.models.folders import SHIPPED
from ombud.scoring.models.manifest import read_manifest


def test_the_linear_model_ships_with_its_licence_sources_and_figures() -> None:
    (linear,) = [manifest for manifest in catalogue() if manifest.name == "linear"]
    assert linear.licence
    assert linear.languages == ("en",)
    assert linear.sources
    assert linear.figures
    assert set(linear.weak) <= set(linear.attributes)
    assert all(figure.low <= figure.auc <= figure.high for figure in linear.figures)


def test_names_folders_and_the_test_scorer_are_found(tmp_path: Path) -> None:
    assert load_engine("linear").identity.name == "linear"
    assert load_engine("deterministic").identity.name == "deterministic"
    copy = shutil.copytree(SHIPPED / "linear", tmp_path / "mine")
    assert load_engine(str(copy)).identity == load_engine("linear").identity


def test_an_unknown_name_gets_near_ones() -> None:
    with pytest.raises(ModelError, match=r"no model and no folder 'liner'. Did you mean linear\?"):
        load_engine("liner")
    with pytest.raises(ModelError, match=r"There are: .*linear"):
        load_engine("zzz")


def test_a_model_that_can_be_fetched_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OMBUD_DATA_DIR", str(tmp_path))
    with pytest.raises(ModelError, match="not here yet: `ombud model fetch detoxify-unbiased` brings it to"):
        load_engine("detoxify-unbiased")


def test_a_model_in_the_data_folder_is_found_by_its_name_and_a_shipped_one_before_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OMBUD_DATA_DIR", str(tmp_path))
    shutil.copytree(SHIPPED / "linear", tmp_path / "models" / "mine")
    (tmp_path / "models" / "linear").mkdir()
    assert model_folder("mine") == tmp_path / "models" / "mine"
    assert model_folder("linear") == SHIPPED / "linear"
    assert [manifest.name for manifest in catalogue()] == ["embedded", "linear"]


def test_the_reference_without_a_name_needs_one_fetched_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OMBUD_DATA_DIR", str(tmp_path))
    with pytest.raises(ModelError, match=r"needs a fetched model, as reference:NAME\. There are: none"):
        load_engine("reference")
    for name in ("one", "two"):
        (tmp_path / "models" / name / "upstream").mkdir(parents=True)
    with pytest.raises(ModelError, match="There are: one, two"):
        load_engine("reference")
    with pytest.raises(ModelError, match=r"needs .*one/upstream/checkpoint\.ckpt, which is missing"):
        load_engine("reference:one")


def test_a_folder_that_is_no_model_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"has no manifest\.json"):
        load_engine(str(tmp_path))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"sources": [{"a": 1}]}'])
def test_a_broken_manifest_is_a_clear_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(ModelError, match="cannot be read as a model's manifest"):
        read_manifest(tmp_path)


def test_a_model_of_a_later_kind_is_refused(tmp_path: Path) -> None:
    text = (SHIPPED / "linear" / "manifest.json").read_text().replace('"kind": "linear"', '"kind": "quantum"')
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(ModelError, match="no engine for models of kind 'quantum'"):
        load_engine(str(tmp_path))


def test_verify_is_silent_about_a_sound_model_and_names_what_is_not(tmp_path: Path) -> None:
    assert verify("linear") == []
    copy = shutil.copytree(SHIPPED / "linear", tmp_path / "linear")
    (copy / "weights.npz").write_bytes(b"")
    (problem,) = verify(str(copy))
    assert "weights.npz has changed" in problem
    (copy / "manifest.json").write_text("{}")
    assert "cannot be read" in verify(str(copy))[0]


def test_nothing_at_run_time_imports_the_training_or_torch() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from ombud.scoring.models.catalogue import load_engine; load_engine('linear').score(['x']);"
        "print([m for m in ('scipy', 'sklearn', 'torch', 'transformers', 'detoxify') if m in sys.modules])"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "[]"
