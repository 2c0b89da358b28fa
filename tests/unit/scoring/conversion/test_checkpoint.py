"""Checkpoints, harmless and not."""

import io
import os
import pickle
from pathlib import Path
from typing import Any

import pytest

from ombud.domain.errors import ModelError
from ombud.scoring.conversion.checkpoint import read_checkpoint
from tests.detoxify_files import BERT, ROBERTA, Architecture, checkpoint_bytes

pytestmark = pytest.mark.needs_torch


class Malicious:
    """Unpickled without limits, it makes a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.folder),)


def tensors(value: float = 1.0) -> dict[str, Any]:
    import torch

    return {"classifier.weight": torch.full((6, 4), value), "embeddings.position_ids": torch.arange(4)}


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "checkpoint.ckpt"
    path.write_bytes(content)
    return path


def test_what_the_library_needs_is_read_and_nothing_else_written_back(tmp_path: Path) -> None:
    path = written(tmp_path, checkpoint_bytes(ROBERTA, tensors(), optimizer={"lr": 0.1}))
    found = read_checkpoint(path)
    assert (found.architecture, found.outputs) == ("RobertaForSequenceClassification", 16)
    assert found.classes == ROBERTA.classes
    found.write(tmp_path / "clean.ckpt", tmp_path)
    import torch

    clean = torch.load(tmp_path / "clean.ckpt", weights_only=True)
    assert set(clean) == {"config", "state_dict"}
    assert clean["config"]["arch"]["args"]["model_type"] == str(tmp_path)
    assert torch.equal(clean["state_dict"]["classifier.weight"], tensors()["classifier.weight"])


@pytest.mark.parametrize("old_form", [False, True], ids=["in a checkpoint", "as a bare pickle"])
def test_a_malicious_pickle_is_not_opened(tmp_path: Path, old_form: bool) -> None:
    trap = Malicious(tmp_path / "owned")
    content = pickle.dumps(trap, protocol=2) if old_form else checkpoint_bytes(BERT, tensors(), extra=trap)
    path = written(tmp_path, content)
    with pytest.raises(ModelError, match="holds more than weights, and opening it would run what it says"):
        read_checkpoint(path)
    assert not (tmp_path / "owned").exists()
    pickle.loads(pickle.dumps(trap))  # noqa: S301  the trap does work
    assert (tmp_path / "owned").exists()


def test_a_truncated_checkpoint_is_said_to_be_unreadable(tmp_path: Path) -> None:
    content = checkpoint_bytes(BERT, tensors())
    with pytest.raises(ModelError, match=r"cannot be read .* Download it again"):
        read_checkpoint(written(tmp_path, content[: len(content) // 2]))


def test_a_missing_checkpoint_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"checkpoint\.ckpt is missing"):
        read_checkpoint(tmp_path / "checkpoint.ckpt")


def test_only_the_published_architectures_are_made(tmp_path: Path) -> None:
    other = Architecture("Pipeline", BERT.classes, 6, {})
    with pytest.raises(ModelError, match=r"asks for 'PipelineForSequenceClassification'\. Known are: Bert"):
        read_checkpoint(written(tmp_path, checkpoint_bytes(other, tensors())))


@pytest.mark.parametrize("classes", [(), tuple("abcdefg")], ids=["none", "more than outputs"])
def test_a_checkpoint_whose_classes_do_not_fit_is_refused(tmp_path: Path, classes: tuple[str, ...]) -> None:
    with pytest.raises(ModelError, match=f"names {len(classes)} classes for 6 outputs"):
        read_checkpoint(written(tmp_path, checkpoint_bytes(Architecture("Bert", classes, 6, {}), tensors())))


def test_weights_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no numbers, such as 'classifier\.weight'"):
        read_checkpoint(written(tmp_path, checkpoint_bytes(BERT, tensors(float("nan")))))


@pytest.mark.parametrize("state", [{}, {"a": 1}], ids=["empty", "no tensors"])
def test_a_checkpoint_without_weights_is_none(tmp_path: Path, state: dict[str, Any]) -> None:
    with pytest.raises(ModelError, match="holds no tensors"):
        read_checkpoint(written(tmp_path, checkpoint_bytes(BERT, state)))


def test_another_file_of_torchs_is_no_checkpoint(tmp_path: Path) -> None:
    import torch

    content = io.BytesIO()
    torch.save(tensors(), content)
    with pytest.raises(ModelError, match="no checkpoint of Detoxify's: its config names no model"):
        read_checkpoint(written(tmp_path, content.getvalue()))
