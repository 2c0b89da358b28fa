"""The training folder as tokens: what is learned from, and the tenth that is held out."""

import html
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import emoji
import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from ombud.domain.errors import CallerError
from ombud.scoring.evaluation import read_rows
from ombud.scoring.models.manifest import Source
from ombud.scoring.training.examples import as_example
from ombud.scoring.training.labels import FILES as KNOWN_FILES
from ombud.scoring.training.labels import LabelledFile, Row
from ombud.scoring.training.transformer.meanings import FILES, MEANINGS, Taught

WINDOW_TOKENS = 192
"""Tokens that are read at once, the two special ones included; also the window at run time."""

_HELD_OUT_OF = 10

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Labelled texts. `share` and `weight` are [texts, meanings]; a weight of 0 means that there is no label.

    `tokens` holds each text's token ids, special ones included, cut at `WINDOW_TOKENS`. `marked` holds, where people
    marked the pieces that made a text toxic, the share of them per token, else None. `held_out` marks the same tenth
    of the texts as for the linear model. `file` is the index of each text's file in `files`.
    """

    texts: tuple[str, ...]
    tokens: tuple[Ids, ...]
    share: Floats
    weight: Floats
    marked: tuple[Floats | None, ...]
    file: Ids
    files: tuple[str, ...]
    held_out: NDArray[np.bool_]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class _Example:
    """A row that teaches something. `plain` is its text as the linear model learns it: it decides what is held out."""

    text: str
    plain: str
    file: int
    row: Row
    taught: Taught


def readable(text: str) -> str:
    """Return a text as the model is to read it: character references resolved, emoji by their names."""
    return emoji.demojize(html.unescape(text), delimiters=(" ", " ")).replace("_", " ")


def read_corpus(data: Path, tokenizer: Tokenizer, seed: int) -> Corpus:
    """Read all of the known files in `data`/train; `CallerError` where one does not look as expected or all lack.

    `tokenizer` neither cuts nor pads.
    """
    examples: list[_Example] = []
    sources: list[Source] = []
    for index, known in enumerate(KNOWN_FILES):
        path = data / "train" / known.file
        if path.is_file():
            rows = read_rows(path)
            sources.append(Source(known.source, known.licence, len(rows)))
            examples += _examples(path, rows, index, known)
    if not examples:
        raise CallerError(f"{data / 'train'} has none of the known files, such as {KNOWN_FILES[0].file}.")
    encodings = tokenizer.encode_batch([example.text for example in examples])
    marked = [
        _marked_tokens(encoding.offsets, example.row) if example.row.get("spans") else None
        for encoding, example in zip(encodings, examples, strict=True)
    ]
    kept = [zlib.crc32(example.plain.encode()) % _HELD_OUT_OF == seed % _HELD_OUT_OF for example in examples]
    return Corpus(
        texts=tuple(example.text for example in examples),
        tokens=tuple(_cut(np.array(encoding.ids, np.int64)) for encoding in encodings),
        share=np.stack([_column(example.taught, 0) for example in examples]),
        weight=np.stack([_column(example.taught, 1) for example in examples]),
        marked=tuple(None if one is None else one[:WINDOW_TOKENS] for one in marked),
        file=np.array([example.file for example in examples], np.int64),
        files=tuple(known.file for known in KNOWN_FILES),
        held_out=np.array(kept),
        sources=tuple(sources),
    )


def _examples(path: Path, rows: Sequence[Row], index: int, known: LabelledFile) -> Iterator[_Example]:
    for row in rows:
        try:
            taught = FILES[known.file].read(row)
        except (KeyError, ValueError) as error:
            raise CallerError(f"{path} does not look as expected: {error!r} in a row or the header.") from None
        if taught:
            tidied = known.tidy(row["text"])
            # What people marked is given by offsets into the text as it was.
            text = row["text"] if row.get("spans") else readable(tidied)
            yield _Example(text, as_example(tidied), index, row, taught)


def _cut(ids: Ids) -> Ids:
    """Cut a text's tokens at the window's length, the special token at the end kept."""
    return ids if len(ids) <= WINDOW_TOKENS else np.append(ids[: WINDOW_TOKENS - 1], ids[-1])


def _column(taught: Mapping[str, tuple[float, float]], part: int) -> Floats:
    return np.array([taught[name][part] if name in taught else 0.0 for name in MEANINGS], np.float32)


def _marked_tokens(offsets: Sequence[tuple[int, int]], row: Row) -> Floats:
    """Return the share of the annotators who marked each token, by its middle character; special tokens get 0."""
    length = max((end for _, end in offsets), default=0) + 1
    votes = np.zeros(length + 1, np.float32)
    for begin, end, *_ in json.loads(row["spans"]):
        votes[min(begin, length) : min(end, length)] += 1.0
    share = np.minimum(votes / max(1.0, float(row["annotators"])), 1.0)
    return np.array([share[(begin + end) // 2] if end > begin else 0.0 for begin, end in offsets], np.float32)
