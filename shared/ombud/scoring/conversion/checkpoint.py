"""Detoxify's checkpoints: read without running what a file may say, and written clean for the library to read."""

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ombud.domain.errors import ModelError
from ombud.scoring.conversion.libraries import quiet

CHECKPOINT = "checkpoint.ckpt"
UPSTREAM = "upstream"
"""In a fetched model's folder, the folder with what was downloaded. Nothing at run time reads it."""

TOKENIZERS: Mapping[str, str] = {
    "BertForSequenceClassification": "BertTokenizer",
    "RobertaForSequenceClassification": "RobertaTokenizer",
    "XLMRobertaForSequenceClassification": "XLMRobertaTokenizer",
    "AlbertForSequenceClassification": "AlbertTokenizer",
}
"""The architectures that Detoxify publishes, and the tokenizer of each. No other class is ever made."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What is taken from a checkpoint, and all that is.

    `state` maps names to tensors. The head gives `outputs` logits, of which the first are the `classes`, in the
    checkpoint's own words; what follows (the identities that some models were trained with) Detoxify does not show.
    """

    architecture: str
    classes: tuple[str, ...]
    outputs: int
    state: Mapping[str, Any]

    def write(self, path: Path, model_type: Path) -> None:
        """Write a checkpoint of nothing but this, whose `model_type` is a local folder.

        The library asks a model hub for any other `model_type`, and it unpickles without limits, so it is only ever
        given files that were written here.
        """
        import torch

        arguments = {
            "model_type": str(model_type),
            "model_name": self.architecture,
            "tokenizer_name": TOKENIZERS[self.architecture],
            "num_classes": self.outputs,
        }
        config = {"arch": {"args": arguments}, "dataset": {"args": {"classes": list(self.classes)}}}
        torch.save({"config": config, "state_dict": dict(self.state)}, path)


def read_checkpoint(path: Path) -> Checkpoint:
    """Read the tensors and plain values of a checkpoint.

    `ModelError` where the file is missing, broken, holds anything that would have to be run to be read, or is no
    checkpoint of a known architecture.
    """
    content = _load(path)
    try:
        arguments = content["config"]["arch"]["args"]
        classes = tuple(map(str, content["config"]["dataset"]["args"]["classes"]))
        found = Checkpoint(str(arguments["model_name"]), classes, int(arguments["num_classes"]), content["state_dict"])
    except (KeyError, TypeError, ValueError):
        raise ModelError(f"{path} is no checkpoint of Detoxify's: its config names no model and no classes.") from None
    if found.architecture not in TOKENIZERS:
        raise ModelError(f"{path} asks for '{found.architecture}'. Known are: {', '.join(TOKENIZERS)}.")
    if not 0 < len(classes) <= found.outputs:
        raise ModelError(f"{path} names {len(classes)} classes for {found.outputs} outputs. Download it again.")
    _require_numbers(path, found.state)
    return found


def _load(path: Path) -> Any:
    import torch

    try:
        with quiet():
            return torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise ModelError(f"{path} is missing.") from None
    except pickle.UnpicklingError:
        raise ModelError(
            f"{path} holds more than weights, and opening it would run what it says. It was not opened. "
            "Delete it, and tell whoever you have it from."
        ) from None
    except Exception as error:  # noqa: BLE001  a broken file can fail in any way there is
        raise ModelError(f"{path} cannot be read ({_first_line(error)}). Download it again.") from None


def _require_numbers(path: Path, state: Any) -> None:
    import torch

    if not isinstance(state, Mapping) or not state or not all(torch.is_tensor(value) for value in state.values()):
        raise ModelError(f"{path} is no checkpoint of Detoxify's: its state holds no tensors.")
    broken = [name for name, value in state.items() if value.is_floating_point() and not bool(value.isfinite().all())]
    if broken:
        raise ModelError(f"{path} has weights that are no numbers, such as '{broken[0]}'. Download it again.")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
