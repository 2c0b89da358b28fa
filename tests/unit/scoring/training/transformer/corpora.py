"""Small corpora for tests of training: made-up texts, tokens by word."""

import zlib

import numpy as np

from ombud.scoring.training.labels import FILES as KNOWN_FILES
from ombud.scoring.training.transformer.corpus import Corpus
from ombud.scoring.training.transformer.meanings import MEANINGS

WORDS = 40
"""Ids of words; 0-3 are padding, unknown, first and last."""


def small_corpus(texts: int = 120, seed: int = 0) -> Corpus:
    """Texts of 3 to 20 words, of which the one with number 7 is an insult; every fifth is news with marks."""
    random = np.random.default_rng(seed)
    names = tuple(known.file for known in KNOWN_FILES)
    tokens, marked, share, weight, files = [], [], [], [], []
    for number in range(texts):
        words = random.integers(8, WORDS, size=int(random.integers(3, 20)))
        rude = number % 2 == 0
        if rude:
            words[int(random.integers(len(words)))] = 7
        ids = np.array([2, *words, 3], np.int64)
        news = number % 5 == 0
        column = MEANINGS.index("civil.toxicity" if news else "wikipedia.toxicity")
        tokens.append(ids)
        marked.append((ids == 7).astype(np.float32) if news else None)
        share.append(np.eye(len(MEANINGS), dtype=np.float32)[column] * rude)
        weight.append(np.eye(len(MEANINGS), dtype=np.float32)[column])
        files.append(names.index("civil_comments_spans.csv" if news else "wikipedia_six_labels.csv"))
    held_out = np.array([zlib.crc32(one.tobytes()) % 10 == 0 for one in tokens])
    return Corpus(
        texts=tuple(" ".join(map(str, one)) for one in tokens),
        tokens=tuple(tokens),
        share=np.stack(share),
        weight=np.stack(weight),
        marked=tuple(marked),
        file=np.array(files, np.int64),
        files=names,
        held_out=held_out,
        sources=(),
    )
