"""A trained network before its heads are blended: logits and token marks of whole files of texts."""

from collections.abc import Iterator, Sequence

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from ombud.domain.scores import Span
from ombud.scoring.token_batches import padded, token_batches
from ombud.scoring.training.transformer.corpus import WINDOW_TOKENS
from ombud.scoring.training.transformer.meanings import MEANINGS

Logits = NDArray[np.float64]
Marks = tuple[Sequence[Span], NDArray[np.float32]]
"""Offsets of a text's tokens, and how much each is marked, 0-1."""


class TrainedNetwork:
    """Runs a network file whose first output is the meanings' logits. Reads the first window of a text alone."""

    def __init__(self, file: bytes, tokenizer: Tokenizer) -> None:
        self._session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
        self._tokenizer = tokenizer
        self._tokenizer.enable_truncation(WINDOW_TOKENS)

    def logits(self, texts: Sequence[str]) -> Logits:
        """Return the logits of all meanings, [texts, meanings]."""
        found = np.zeros((len(texts), len(MEANINGS)))
        for rows, (meanings, _), _ in self._batches(texts):
            found[rows] = meanings
        return found

    def marks(self, texts: Sequence[str]) -> list[Marks]:
        """Return the tokens of each text and how much each is marked."""
        found: dict[int, Marks] = {}
        for rows, (_, marked), offsets in self._batches(texts):
            for row, own, places in zip(rows, marked, offsets, strict=True):
                found[row] = (places, own[: len(places)])
        return [found[row] for row in range(len(texts))]

    def _batches(
        self, texts: Sequence[str]
    ) -> Iterator[tuple[list[int], list[NDArray[np.float32]], list[Sequence[Span]]]]:
        encodings = self._tokenizer.encode_batch(list(texts))
        for rows in token_batches([len(encoding.ids) for encoding in encodings]):
            ids, mask = padded([encodings[row].ids for row in rows], pad=0)
            found = self._session.run(["meanings", "marked"], {"input_ids": ids, "attention_mask": mask})
            yield rows, found, [encodings[row].offsets for row in rows]
