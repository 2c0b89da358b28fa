"""The `detoxify` library, given a local folder and nothing else."""

import json
import shutil
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ombud.domain.errors import ModelError
from ombud.scoring.conversion.checkpoint import CHECKPOINT, Checkpoint, read_checkpoint
from ombud.scoring.conversion.libraries import prepare_libraries, quiet

CONFIG = "config.json"
TOKENIZER = "tokenizer.json"
WINDOW_TOKENS = 512
"""Tokens that Detoxify reads of a text, those at its beginning and end among them; it drops the rest without a word."""

TOKENIZER_FILES = (
    "tokenizer_config.json",
    TOKENIZER,
    "special_tokens_map.json",
    "vocab.txt",
    "vocab.json",
    "merges.txt",
    "sentencepiece.bpe.model",
    "spiece.model",
)
"""The files that a tokenizer may consist of; no other is shown to the library."""


def load_detoxify(folder: Path, threads: int = 1) -> Any:
    """Make a `detoxify.Detoxify` of `checkpoint.ckpt`, `config.json` and the tokenizer's files in a folder.

    No network is used. `ModelError` where the libraries are not installed, a file is missing or broken, the
    checkpoint holds more than weights, or its weights do not fill the model.
    """
    prepare_libraries()
    checkpoint = read_checkpoint(folder / CHECKPOINT)
    with TemporaryDirectory(prefix="ombud-detoxify-") as place:
        _lay_out(folder, checkpoint, Path(place))
        model = _load(folder, Path(place))
    _require_filled(folder, model.model, checkpoint.state)
    # One text at a time gains little from more threads, and on a machine that does other work they wait for each other.
    _torch_threads(threads)
    # A tokenizer without a configuration of its own knows no limit, and the model fails on what is longer than its own.
    model.tokenizer.model_max_length = min(model.tokenizer.model_max_length, WINDOW_TOKENS)
    return model


def _torch_threads(number: int) -> None:
    import torch

    torch.set_num_threads(number)


def _lay_out(folder: Path, checkpoint: Checkpoint, place: Path) -> None:
    try:
        config = dict(json.loads((folder / CONFIG).read_text("utf-8")))
    except FileNotFoundError:
        raise ModelError(f"{folder / CONFIG}, the configuration of the base model, is missing.") from None
    except (ValueError, TypeError) as error:
        raise ModelError(f"{folder / CONFIG} is no configuration of a model: {error}.") from None
    # Given a folder, the library takes the number of outputs from here, where the base model's is another.
    names = [f"output_{number}" for number in range(checkpoint.outputs)]
    config |= {"id2label": dict(enumerate(names)), "label2id": {name: number for number, name in enumerate(names)}}
    (place / CONFIG).write_text(json.dumps(config), "utf-8")
    for name in TOKENIZER_FILES:
        if (folder / name).is_file():
            shutil.copyfile(folder / name, place / name)
    checkpoint.write(place / CHECKPOINT, place)


def _load(folder: Path, place: Path) -> Any:
    try:
        with quiet():
            from detoxify import Detoxify

            model = Detoxify(checkpoint=str(place / CHECKPOINT), device="cpu", huggingface_config_path=str(place))
    except Exception as error:  # noqa: BLE001  what does not fit together can fail in any way there is
        first = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
        raise ModelError(
            f"The detoxify library cannot load {folder} ({first}). Checkpoint, configuration and tokenizer must belong "
            "together: fetch the model anew."
        ) from None
    model.model.eval()
    return model


def _require_filled(folder: Path, model: Any, state: Mapping[str, Any]) -> None:
    """See that each parameter came from the checkpoint: where one is missing, transformers makes it up at random.

    By value and not by name, because transformers renames parameters of old checkpoints.
    """
    import torch

    by_shape = defaultdict(list)
    for tensor in state.values():
        by_shape[tuple(tensor.shape)].append(tensor)
    for name, parameter in model.named_parameters():
        found = parameter.detach()
        if not any(torch.equal(found, tensor.to(found.dtype)) for tensor in by_shape[tuple(found.shape)]):
            raise ModelError(f"{folder / CHECKPOINT} lacks the weights '{name}'. Fetch the model anew.")
