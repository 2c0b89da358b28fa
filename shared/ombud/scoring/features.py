"""Hashed word and character n-grams of many texts at once.

All n-grams of a batch are hashed from one array of prefix sums of a polynomial over the code points, in arithmetic
modulo 2**64 (Rabin and Karp's rolling hash): the hash of the piece [a, b) is `(H[b] - H[a]) / base**a`, whatever its
length. No Python loop runs over characters, and nothing depends on PYTHONHASHSEED, platform or batch.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

FEATURES_VERSION = 1
"""Stored with weights, which mean nothing under another extraction."""

WORD_BUCKETS = 1 << 17
CHAR_BUCKETS = 1 << 18
BUCKETS = WORD_BUCKETS + CHAR_BUCKETS
"""Words and pairs of words have the buckets below `WORD_BUCKETS`, character n-grams those above."""

CHAR_LENGTHS = (2, 3, 4, 5)

_SEPARATOR = "\0"
"""Between texts. Normalised text has no control characters, so it cannot occur within one."""

_BASE = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_SPACE, _WORD, _SYMBOL, _PUNCTUATION = 0, 1, 2, 3
_FIRST_EMOJI = 0x1F000

Codes = NDArray[np.uint32]
Index = NDArray[np.int64]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Grams:
    """Every occurrence of an n-gram: its bucket, its text's index, and where in that text it begins and ends.

    Four arrays of one length. `begin` and `end` are code point offsets into the text, end exclusive, without the
    space before or after that a character n-gram may include.
    """

    bucket: Index
    text: Index
    begin: Index
    end: Index


def grams(texts: Sequence[str]) -> Grams:
    """Find the n-grams of normalised `texts`: words, pairs of words, and 2-5 characters within words.

    "Words" of the first kind are runs of letters and digits, and each symbol or emoji by itself; character n-grams
    run over whatever stands between spaces, punctuation included, so that "sh!t" has some.
    """
    # As many separators at the end as the longest n-gram has characters, so that even one letter has a place for it.
    joined = _SEPARATOR + _SEPARATOR.join(texts) + _SEPARATOR * max(CHAR_LENGTHS)
    codes = np.frombuffer(joined.encode("utf-32-le"), dtype="<u4").astype(np.uint32)
    kinds = _kinds(codes)
    prefix = _prefix_sums(np.where(kinds == _SPACE, np.uint32(32), codes))
    parts = [*_word_grams(kinds, codes, prefix), *(_char_grams(kinds, prefix, n) for n in CHAR_LENGTHS)]
    bucket, begin, end = (np.concatenate(column) for column in zip(*parts, strict=True))
    starts = np.flatnonzero(codes == 0)[: len(texts)] + 1
    text = np.searchsorted(starts, begin, side="right") - 1
    return Grams(bucket, text, begin - starts[text], end - starts[text])


def distinct(texts: Sequence[str]) -> tuple[Index, Index, NDArray[np.float32]]:
    """Return text index, bucket and value of each different n-gram of each text, ordered by text, then bucket.

    A repeated n-gram counts once: repeating kind words must not outvote an insult. Values are 1 / sqrt(how many of
    its kind the text has), so the words and the character n-grams of a text each have length 1.
    """
    found = grams(texts)
    keys = np.unique(found.text * BUCKETS + found.bucket)
    text, bucket = np.divmod(keys, BUCKETS)
    block = text * 2 + (bucket >= WORD_BUCKETS)
    counts = np.bincount(block, minlength=2 * len(texts))
    return text, bucket, (1.0 / np.sqrt(counts[block])).astype(np.float32)


def _word_grams(kinds: NDArray[np.uint8], codes: Codes, prefix: Hashes) -> list[tuple[Index, Index, Index]]:
    """Words and pairs of neighbouring words as (bucket, begin, end); a pair never spans two texts."""
    word = kinds == _WORD
    symbol = kinds == _SYMBOL
    begin = np.flatnonzero((word[1:] & ~word[:-1]) | symbol[1:]) + 1
    end = np.flatnonzero((word[:-1] & ~word[1:]) | symbol[:-1]) + 1
    hashes = _piece_hashes(prefix, begin, end)
    separators = np.cumsum(codes == 0)
    same_text = separators[begin[1:]] == separators[begin[:-1]]
    pairs = (hashes[:-1] * np.uint64(_BASE) + hashes[1:])[same_text]
    return [
        (_buckets(hashes, 1), begin, end),
        (_buckets(pairs, 2), begin[:-1][same_text], end[1:][same_text]),
    ]


def _char_grams(kinds: NDArray[np.uint8], prefix: Hashes, length: int) -> tuple[Index, Index, Index]:
    """Pieces of `length` characters as (bucket, begin, end), with at most a space at either end, not inside."""
    space = kinds == _SPACE
    positions = len(space) - length + 1
    spaces_before = np.concatenate(([0], np.cumsum(space)))
    within = spaces_before[length - 1 : length - 1 + positions] - spaces_before[1 : 1 + positions]
    first, last = space[:positions], space[length - 1 :]
    # Two characters that are both a space hold nothing; longer ones with spaces at both ends are whole words.
    begin = np.flatnonzero((within == 0) & ~(first & last) if length == 2 else within == 0)
    end = begin + length
    hashes = _piece_hashes(prefix, begin, end)
    return WORD_BUCKETS + _buckets(hashes, 2 + length), begin + first[begin], end - last[begin]


def _prefix_sums(codes: Codes) -> Hashes:
    """H, one longer than `codes`: H[i] is the sum over j < i of code[j] * base**j, modulo 2**64."""
    powers, _ = _powers(_table_size(len(codes)))
    terms = (codes.astype(np.uint64) + np.uint64(1)) * np.uint64(0xD6E8FEB86659FD93) * powers[: len(codes)]
    return np.concatenate((np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)))


def _piece_hashes(prefix: Hashes, begin: Index, end: Index) -> Hashes:
    _, inverse_powers = _powers(_table_size(len(prefix) - 1))
    return (prefix[end] - prefix[begin]) * inverse_powers[begin]


def _buckets(hashes: Hashes, salt: int) -> Index:
    """Spread hashes over the buckets of their kind with splitmix64's finaliser: low bits of a polynomial are poor."""
    x = hashes + np.uint64(salt * _BASE & _MASK)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    size = WORD_BUCKETS if salt <= 2 else CHAR_BUCKETS
    return (x >> np.uint64(65 - size.bit_length())).astype(np.int64)


def _table_size(length: int) -> int:
    return max(1 << 12, 1 << (length - 1).bit_length())


@lru_cache(maxsize=4)
def _powers(size: int) -> tuple[Hashes, Hashes]:
    """Return the base's powers 0..size and those of its inverse modulo 2**64 (it has one, being odd)."""

    def run(base: int) -> Hashes:
        factors = np.full(size, base, dtype=np.uint64)
        factors[0] = 1
        return np.cumprod(factors, dtype=np.uint64)

    return run(_BASE), run(pow(_BASE, -1, 1 << 64))


def _kinds(codes: Codes) -> NDArray[np.uint8]:
    """Space, part of a word, symbol or punctuation, for each code point."""
    table = _kind_table()
    return np.where(codes >= _FIRST_EMOJI, np.uint8(_SYMBOL), table[np.minimum(codes, len(table) - 1)])


@lru_cache(maxsize=1)
def _kind_table() -> NDArray[np.uint8]:
    """Kinds of the basic plane; its last entry stands for every letter beyond it."""
    kinds = np.array([_kind(chr(code)) for code in range(1 << 16)], dtype=np.uint8)
    kinds[-1] = _WORD
    return kinds


def _kind(character: str) -> int:
    if character.isspace() or character == _SEPARATOR:
        return _SPACE
    category = unicodedata.category(character)
    if category[0] in "LNM" or category == "Co":
        return _WORD
    return _SYMBOL if category == "So" else _PUNCTUATION
