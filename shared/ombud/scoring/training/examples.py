"""Reading the training folder: texts, their labels per attribute, and the matrix of their n-grams."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ombud.domain.errors import CallerError
from ombud.domain.scores import ATTRIBUTES
from ombud.scoring.evaluation import read_rows
from ombud.scoring.features import BUCKETS, distinct
from ombud.scoring.models.manifest import Source
from ombud.scoring.normalise import normalise
from ombud.scoring.training.labels import FILES

_LONGEST = 2_000
"""Code points of a text that are learned from; what makes a long text toxic is rarely further on."""

_HELD_OUT_OF = 10
_BATCH = 256

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Examples:
    """Labelled texts. `share` and `weight` are [texts, all attributes]; a weight of 0 means that there is no label.

    `texts` are normalised and cut; `file` is the index of each text's file; `held_out` marks the tenth of the texts
    that is kept for calibration. The same text is on the same side wherever it comes from.
    """

    texts: tuple[str, ...]
    share: Floats
    weight: Floats
    file: tuple[str, ...]
    held_out: NDArray[np.bool_]
    sources: tuple[Source, ...]


def read_examples(data: Path, seed: int) -> Examples:
    """Read all of the known files in `data`/train; `CallerError` where there are none."""
    texts: list[str] = []
    files: list[str] = []
    shares: list[Floats] = []
    weights: list[Floats] = []
    sources: list[Source] = []
    for known in FILES:
        path = data / "train" / known.file
        if not path.is_file():
            continue
        rows = read_rows(path)
        sources.append(Source(known.source, known.licence, len(rows)))
        for row in rows:
            try:
                labels = known.read(row)
            except (KeyError, ValueError) as error:
                raise CallerError(f"{path} does not look as expected: {error!r} in a row or the header.") from None
            if not labels:
                continue
            texts.append(as_example(known.tidy(row["text"])))
            files.append(known.file)
            shares.append(np.array([labels[name].share if name in labels else 0.0 for name in ATTRIBUTES]))
            weights.append(np.array([labels[name].weight if name in labels else 0.0 for name in ATTRIBUTES]))
    if not texts:
        raise CallerError(f"{data / 'train'} has none of the known files, such as {FILES[0].file}.")
    held_out = np.array([zlib.crc32(text.encode()) % _HELD_OUT_OF == seed % _HELD_OUT_OF for text in texts])
    return Examples(tuple(texts), np.stack(shares), np.stack(weights), tuple(files), held_out, tuple(sources))


def as_example(text: str) -> str:
    """Normalise and cut a text as those that are learned from."""
    return normalise(text)[:_LONGEST]


def matrix(texts: Sequence[str]) -> sparse.csr_matrix:
    """Build the n-gram values of normalised texts, [texts, BUCKETS]."""
    blocks = []
    for start in range(0, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        text, bucket, value = distinct(batch)
        ends = np.searchsorted(text, np.arange(len(batch) + 1)).astype(np.int32)
        blocks.append(sparse.csr_matrix((value, bucket.astype(np.int32), ends), shape=(len(batch), BUCKETS)))
    return sparse.vstack(blocks, format="csr")
