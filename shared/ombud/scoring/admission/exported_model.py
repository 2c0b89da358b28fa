"""An exported model as it lies in a folder, run as plainly as can be."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Tokenizer

from ombud.domain.errors import ModelError
from ombud.domain.scores import ModelIdentity, TextScores
from ombud.scoring.token_batches import padded
from ombud.scoring.transformer import MODEL, TOKENIZER

_BATCH = 8

Scores = NDArray[np.float32]


class ExportedModel:
    """Reads the first `window_tokens` of each text, as Detoxify does, so that the two can be compared.

    An engine in form, for measuring; comments are scored by one that reads them to their end.
    """

    def __init__(self, name: str, attributes: tuple[str, ...], session: InferenceSession, tokenizer: Tokenizer) -> None:
        self._name = name
        self._attributes = attributes
        self._session = session
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, folder: Path, name: str, attributes: tuple[str, ...], window_tokens: int) -> "ExportedModel":
        """Load `model.onnx` and `tokenizer.json`; `ModelError` where they cannot be read."""
        try:
            tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            session = InferenceSession(str(folder / MODEL), _options(), providers=["CPUExecutionProvider"])
        except Exception as error:  # noqa: BLE001  both libraries raise bare exceptions
            raise ModelError(f"The model in {folder} cannot be loaded ({error}). Fetch or export it anew.") from None
        tokenizer.enable_truncation(window_tokens)
        return cls(name, attributes, session, tokenizer)

    @property
    def identity(self) -> ModelIdentity:
        """The catalogue name; there is no version before there is a manifest."""
        return ModelIdentity(self._name, "")

    @property
    def attributes(self) -> tuple[str, ...]:
        """One for each column of the output."""
        return self._attributes

    @property
    def languages(self) -> None:
        """Nothing is asked about languages before the model is admitted."""
        return None

    def score(self, texts: Sequence[str]) -> list[TextScores]:
        """Score the beginning of each text, in batches padded at the end."""
        rows = [row for batch in self._batches(texts) for row in batch.astype(np.float64).round(4).tolist()]
        return [TextScores(dict(zip(self._attributes, row, strict=True))) for row in rows]

    def _batches(self, texts: Sequence[str]) -> Iterator[Scores]:
        for start in range(0, len(texts), _BATCH):
            encoded = self._tokenizer.encode_batch(list(texts[start : start + _BATCH]))
            ids, mask = padded([one.ids for one in encoded], pad=0)
            [scores] = self._session.run(["scores"], {"input_ids": ids, "attention_mask": mask})
            yield scores


def read_otherwise(one: Path, other: Path, texts: Sequence[str]) -> int:
    """Count the texts that two tokenizers' files make different tokens of; `ModelError` where one is not readable."""
    try:
        first, second = (Tokenizer.from_file(str(path)).encode_batch(list(texts)) for path in (one, other))
    except Exception as error:  # noqa: BLE001  the library raises bare exceptions
        raise ModelError(f"{one} or {other} is no tokenizer ({error}). Fetch the model anew.") from None
    return sum(a.ids != b.ids for a, b in zip(first, second, strict=True))


def _options() -> SessionOptions:
    options = SessionOptions()
    # Threads that spin while they wait make a busy machine slower than one thread would be.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options
