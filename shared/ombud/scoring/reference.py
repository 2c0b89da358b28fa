"""Detoxify itself, to prove other engines against. Needs the extra `detoxify`; nothing at run time imports this."""

import os
import pickle
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

# Detoxify asks the model hub for a configuration even when given a local one (unitaryai/detoxify#34); a hub that must
# not be reached fails at once instead of hanging. Read at import, so set before it.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

from ombud.domain.errors import ModelError
from ombud.domain.scores import ATTRIBUTES, ModelIdentity, TextScores
from ombud.scoring.models.manifest import sha256_of

CHECKPOINT = "checkpoint.ckpt"
_LONGEST = 512
"""Tokens that Detoxify reads; it drops the rest without a word."""

_OWN_NAMES = {"toxic": "toxicity", "severe_toxic": "severe_toxicity", "identity_hate": "identity_attack"}
"""Names in the checkpoints of `original`, and ours."""


class ReferenceEngine:
    """Calls `Detoxify.predict`, one text at a time so that no text is padded for another. Slow, and meant to be.

    Only its first 512 tokens are read of a text, as by the library; `unread` says so.
    """

    def __init__(self, identity: ModelIdentity, model: Any) -> None:
        self._identity = identity
        self._model = model
        self._attributes = tuple(name for name in ATTRIBUTES if name in {_own(label) for label in model.class_names})

    @classmethod
    def load(cls, folder: Path) -> "ReferenceEngine":
        """Load `checkpoint.ckpt` of a local folder, which also holds the configuration and the tokenizer's files.

        The checkpoint's `config.arch.args.model_type` must name a local folder too. `ModelError` where the libraries
        are not installed, the file is missing, or it holds more than tensors and plain values.
        """
        try:
            import torch
            from detoxify import Detoxify
        except ImportError:
            raise ModelError("The engine 'reference' needs torch and detoxify: install ombud[detoxify].") from None
        path = folder / CHECKPOINT
        if not path.is_file():
            raise ModelError(f"The engine 'reference' needs {path}, which is missing.")
        try:
            # Detoxify unpickles without limits, which runs whatever a file says; so first see that it is harmless.
            torch.load(path, map_location="cpu", weights_only=True)
        except pickle.UnpicklingError:
            raise ModelError(
                f"{path} holds more than weights and is not opened. Use a checkpoint you can trust."
            ) from None
        torch.set_num_threads(1)
        model = Detoxify(checkpoint=str(path), device="cpu", huggingface_config_path=str(folder))
        return cls(ModelIdentity("reference", sha256_of(path)[:12]), model)

    @property
    def identity(self) -> ModelIdentity:
        """`reference`; the version is the beginning of the checkpoint's sha256."""
        return self._identity

    @property
    def attributes(self) -> tuple[str, ...]:
        """Six or seven, as the checkpoint has them, under our names."""
        return self._attributes

    @property
    def languages(self) -> None:
        """A checkpoint does not say."""
        return None

    def score(self, texts: Sequence[str]) -> list[TextScores]:
        """Score each text by a call of its own."""
        return [self._score(text) for text in texts]

    def _score(self, text: str) -> TextScores:
        found: Mapping[str, Any] = self._model.predict(text)
        by_attribute = {_own(label): _number(value) for label, value in found.items()}
        tokens = len(self._model.tokenizer(text, truncation=False, verbose=False)["input_ids"])
        unread = f"Detoxify reads {_LONGEST} tokens; this text has {tokens}." if tokens > _LONGEST else None
        scores = {name: by_attribute[name] for name in self._attributes}
        return TextScores(scores, dict.fromkeys(self._attributes, "raw"), unread=unread)


def _own(label: str) -> str:
    return _OWN_NAMES.get(label, label)


def _number(value: Any) -> float:
    # One text gives a number, a list of one text a list in some versions of the library and a number in others.
    return round(float(value[0] if isinstance(value, list) else value), 4)
