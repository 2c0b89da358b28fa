"""Detoxify itself, to prove other engines against. Needs the extra `detoxify`; nothing at run time imports this."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ombud.domain.errors import ModelError
from ombud.domain.scores import ModelIdentity, TextScores
from ombud.scoring.conversion.checkpoint import CHECKPOINT, UPSTREAM
from ombud.scoring.conversion.labels import outputs_by_attribute, own_name
from ombud.scoring.conversion.library import WINDOW_TOKENS, load_detoxify
from ombud.scoring.models.manifest import sha256_of


class ReferenceEngine:
    """Calls `Detoxify.predict`, one text at a time so that no text is padded for another. Slow, and meant to be.

    Only its first 512 tokens are read of a text, as by the library; `unread` says so.
    """

    def __init__(self, identity: ModelIdentity, model: Any) -> None:
        self._identity = identity
        self._model = model
        self._attributes = tuple(outputs_by_attribute(model.class_names))

    @classmethod
    def load(cls, folder: Path, threads: int = 1) -> "ReferenceEngine":
        """Load Detoxify from a fetched model's folder, or one of a checkpoint, a configuration and a tokenizer.

        `ModelError` where the libraries are not installed, a file is missing, or the checkpoint holds more than
        tensors and plain values.
        """
        source = folder / UPSTREAM if (folder / UPSTREAM).is_dir() else folder
        path = source / CHECKPOINT
        if not path.is_file():
            raise ModelError(f"The engine 'reference' needs {path}, which is missing.")
        model = load_detoxify(source, threads)
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
        by_attribute = {own_name(label): _number(value) for label, value in found.items()}
        tokens = len(self._model.tokenizer(text, truncation=False, verbose=False)["input_ids"])
        unread = f"Detoxify reads {WINDOW_TOKENS} tokens; this text has {tokens}." if tokens > WINDOW_TOKENS else None
        scores = {name: by_attribute[name] for name in self._attributes}
        return TextScores(scores, dict.fromkeys(self._attributes, "raw"), unread=unread)


def _number(value: Any) -> float:
    # One text gives a number, a list of one text a list in some versions of the library and a number in others.
    return round(float(value[0] if isinstance(value, list) else value), 4)
