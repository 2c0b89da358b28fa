"""Which texts are shown in which batch: decided before training, so that a run can be taken up at any step."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ombud.scoring.token_batches import padded, token_batches
from ombud.scoring.training.transformer.corpus import Corpus
from ombud.scoring.training.transformer.meanings import FILES

BATCH_TOKENS = 2048
_SHUFFLED_TOGETHER = 800
"""Texts that are sorted by length among themselves: similar lengths make little padding, and batches stay mixed."""

_SHARE_JOINED = 0.08
"""Texts that are shown with another before or behind them: what is toxic stays so beside what is not."""

_JOINED = ("wikipedia_six_labels.csv", "wikipedia_balanced.csv", "civil_comments_spans.csv")
_LONGEST_JOINED = 90


@dataclass(frozen=True, slots=True)
class Shown:
    """A text, by its index; with `other`, both as one, the other in front."""

    text: int
    other: int | None = None


Batch = Sequence[Shown]


def batches(corpus: Corpus, seed: int) -> list[Batch]:
    """Return all batches in the order in which they are shown. The same corpus and seed give the same."""
    random = np.random.default_rng(seed)
    order = _order(corpus, random)
    lengths = np.array([len(tokens) for tokens in corpus.tokens])
    shown = [_perhaps_joined(corpus, int(text), random) for text in order]
    sizes = [int(lengths[one.text] + (lengths[one.other] if one.other is not None else 0)) for one in shown]
    found: list[Batch] = []
    for start in range(0, len(shown), _SHUFFLED_TOGETHER):
        together = slice(start, start + _SHUFFLED_TOGETHER)
        found += [[shown[start + index] for index in batch] for batch in token_batches(sizes[together], BATCH_TOKENS)]
    return [found[i] for i in random.permutation(len(found))]


def _order(corpus: Corpus, random: np.random.Generator) -> NDArray[np.int64]:
    """Each text as often as its file says, the whole repeats first and then a part drawn by lot; shuffled."""
    parts = []
    for index, file in enumerate(corpus.files):
        texts = np.flatnonzero((corpus.file == index) & ~corpus.held_out)
        whole, part = divmod(FILES[file].times, 1)
        parts.append(
            np.concatenate((np.repeat(texts, int(whole)), random.permutation(texts)[: int(len(texts) * part)]))
        )
    return random.permutation(np.concatenate(parts))


def _perhaps_joined(corpus: Corpus, text: int, random: np.random.Generator) -> Shown:
    file = int(corpus.file[text])
    if corpus.files[file] not in _JOINED or random.random() >= _SHARE_JOINED:
        return Shown(text)
    others = np.flatnonzero((corpus.file == file) & ~corpus.held_out)
    other = int(others[random.integers(len(others))])
    fits = len(corpus.tokens[text]) < _LONGEST_JOINED and len(corpus.tokens[other]) < _LONGEST_JOINED
    return Shown(text, other) if fits else Shown(text)


@dataclass(frozen=True, slots=True)
class Arrays:
    """A batch ready for the network: [texts, tokens] and [texts, meanings]; `marked` is -1 where nobody marked."""

    ids: NDArray[np.int64]
    mask: NDArray[np.int64]
    share: NDArray[np.float32]
    weight: NDArray[np.float32]
    marked: NDArray[np.float32]


def arrays(corpus: Corpus, batch: Batch) -> Arrays:
    """Lay a batch's texts into arrays, padded to the longest. Of two texts as one, the higher share counts."""
    rows = [_row(corpus, shown) for shown in batch]
    ids, mask = padded([row[0] for row in rows], pad=0)
    marked = np.full(ids.shape, -1.0, np.float32)
    for index, (tokens, marks, _, _) in enumerate(rows):
        if marks is not None:
            marked[index, : len(tokens)] = marks
    return Arrays(ids, mask, np.stack([row[2] for row in rows]), np.stack([row[3] for row in rows]), marked)


def _row(
    corpus: Corpus, shown: Shown
) -> tuple[NDArray[np.int64], NDArray[np.float32] | None, NDArray[np.float32], NDArray[np.float32]]:
    text, other = shown.text, shown.other
    if other is None:
        return corpus.tokens[text], corpus.marked[text], corpus.share[text], corpus.weight[text]
    tokens = np.concatenate((corpus.tokens[other][:-1], corpus.tokens[text][1:]))
    first, second = corpus.marked[other], corpus.marked[text]
    marks = np.concatenate((first[:-1], second[1:])) if first is not None and second is not None else None
    return (
        tokens,
        marks,
        np.maximum(corpus.share[text], corpus.share[other]),
        np.minimum(corpus.weight[text], corpus.weight[other]),
    )
