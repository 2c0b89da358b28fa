"""From meanings to attributes: what is given out is a weighing of the heads that have something to say about it.

Toxicity, for one, is what Wikipedia's annotators call so, and news readers, and what is hateful. The weights are few,
none is negative, and they are fitted on texts that no head has learned from, each kind of text with a say of its own.
A score is then the share of readers who would object, and needs no further calibration.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from ombud.domain.errors import CallerError
from ombud.domain.scores import ATTRIBUTES
from ombud.scoring.evaluation import read_rows
from ombud.scoring.training.transformer.corpus import Corpus, readable
from ombud.scoring.training.transformer.meanings import MEANINGS

Floats = NDArray[np.float64]
LogitsOf = Callable[[Sequence[str]], Floats]
"""Texts in, logits of all that is blended out: [texts, blended]."""

_PULL = 1e-3
"""Towards no weight at all; keeps heads that hardly differ from sharing one's weight at random."""

_FEWEST = 20

BLENDED = (*MEANINGS, *(f"ngrams.{attribute}" for attribute in ATTRIBUTES))
"""The heads, and the linear model's opinion of the same text: words that the network was taught too seldom."""

HEADS: Mapping[str, tuple[str, ...]] = {
    "toxicity": (
        "wikipedia.toxicity",
        "wikipedia.insult",
        "wikipedia.obscene",
        "wikipedia.identity_attack",
        "civil.toxicity",
        "civil.insult",
        "civil.identity_attack",
        "silver.toxicity",
        "silver.insult",
        "impolite",
        "hateful",
        "sexist",
        "ngrams.toxicity",
        "ngrams.insult",
        "ngrams.identity_attack",
    ),
    "severe_toxicity": ("wikipedia.severe_toxicity", "silver.severe_toxicity", "ngrams.severe_toxicity"),
    "obscene": ("wikipedia.obscene", "civil.obscene", "silver.obscene", "impolite", "ngrams.obscene"),
    "threat": ("wikipedia.threat", "civil.threat", "silver.threat", "sexist_threat", "ngrams.threat"),
    "insult": ("wikipedia.insult", "civil.insult", "silver.insult", "ngrams.insult"),
    "identity_attack": (
        "wikipedia.identity_attack",
        "civil.identity_attack",
        "silver.identity_attack",
        "hateful",
        "sexist",
        "ngrams.identity_attack",
    ),
    "sexual_explicit": ("silver.sexual_explicit", "wikipedia.obscene", "ngrams.sexual_explicit"),
    "spam": ("spam", "ngrams.spam"),
}
"""What may weigh in an attribute's score."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an attribute's weights are fitted on: a column of labels of one kind of text, with its say."""

    source: str
    attribute: str
    column: str
    say: float


EVIDENCE = (
    Evidence("train/wikipedia_six_labels.csv", "toxicity", "wikipedia.toxicity", 1.0),
    Evidence("train/wikipedia_balanced.csv", "toxicity", "wikipedia.toxicity", 0.3),
    Evidence("train/civil_comments_spans.csv", "toxicity", "civil.toxicity", 0.2),
    Evidence("train/wikipedia_soft_scores.csv", "toxicity", "silver.toxicity", 0.3),
    Evidence("train/identity_terms_neutral.csv", "toxicity", "wikipedia.toxicity", 0.5),
    Evidence("train/paradetox.csv", "toxicity", "impolite", 0.1),
    Evidence("tune/wikipedia_in_context.csv", "toxicity", "toxicity", 2.0),
    Evidence("tune/wikipedia_in_context.csv", "toxicity", "perspective_toxicity", 0.5),
    Evidence("tune/fox_news.csv", "toxicity", "hateful", 0.2),
    Evidence("train/wikipedia_six_labels.csv", "severe_toxicity", "wikipedia.severe_toxicity", 1.0),
    Evidence("train/wikipedia_soft_scores.csv", "severe_toxicity", "silver.severe_toxicity", 0.3),
    Evidence("train/wikipedia_six_labels.csv", "obscene", "wikipedia.obscene", 1.0),
    Evidence("train/civil_comments_spans.csv", "obscene", "civil.obscene", 0.5),
    Evidence("train/wikipedia_soft_scores.csv", "obscene", "silver.obscene", 0.3),
    Evidence("train/wikipedia_six_labels.csv", "threat", "wikipedia.threat", 1.0),
    Evidence("train/civil_comments_spans.csv", "threat", "civil.threat", 0.5),
    Evidence("train/edos.csv", "threat", "sexist_threat", 0.3),
    Evidence("train/wikipedia_six_labels.csv", "insult", "wikipedia.insult", 1.0),
    Evidence("train/civil_comments_spans.csv", "insult", "civil.insult", 0.5),
    Evidence("train/wikipedia_soft_scores.csv", "insult", "silver.insult", 0.3),
    Evidence("train/wikipedia_six_labels.csv", "identity_attack", "wikipedia.identity_attack", 2.0),
    Evidence("train/civil_comments_spans.csv", "identity_attack", "civil.identity_attack", 0.5),
    Evidence("train/implicit_hate.csv", "identity_attack", "hateful", 0.3),
    Evidence("train/hatemoji.csv", "identity_attack", "hateful", 0.2),
    Evidence("train/edos.csv", "identity_attack", "sexist", 0.2),
    Evidence("train/identity_terms_neutral.csv", "identity_attack", "wikipedia.toxicity", 0.3),
    Evidence("tune/fox_news.csv", "identity_attack", "hateful", 0.5),
    Evidence("tune/hatemoji_tune.csv", "identity_attack", "hateful", 0.2),
    Evidence("tune/edos_tune.csv", "identity_attack", "sexist", 0.2),
    Evidence("train/wikipedia_soft_scores.csv", "sexual_explicit", "silver.sexual_explicit", 1.0),
    Evidence("train/youtube_spam.csv", "spam", "spam", 0.5),
    Evidence("train/sms_spam.csv", "spam", "spam", 0.5),
    Evidence("train/civil_comments_spans.csv", "spam", "spam", 1.0),
    Evidence("train/wikipedia_six_labels.csv", "spam", "spam", 0.5),
    Evidence("tune/youtube_spam_tune.csv", "spam", "spam", 0.5),
)


@dataclass(frozen=True, slots=True)
class Blend:
    """`weights` [blended, attributes] and `offset` [attributes]: `sigmoid(logits @ weights + offset)` is the score."""

    attributes: tuple[str, ...]
    weights: NDArray[np.float32]
    offset: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Group:
    """Texts of one kind: `logits` [texts, blended], `share` [texts] who would say yes, and the say of them all."""

    attribute: str
    logits: Floats
    share: Floats
    say: float


def fit_blend(corpus: Corpus, data: Path, logits_of: LogitsOf) -> Blend:
    """Fit the weights on the held-out tenth of the corpus and on `data`/tune, as far as its files are there.

    An attribute without any evidence is left out; `CallerError` where all are.
    """
    groups = list(_groups(corpus, data, logits_of))
    attributes = tuple(name for name in ATTRIBUTES if any(group.attribute == name for group in groups))
    if not attributes:
        raise CallerError("The training folder has too few labels for any attribute.")
    weights = np.zeros((len(BLENDED), len(attributes)))
    offset = np.zeros(len(attributes))
    for column, attribute in enumerate(attributes):
        heads = [BLENDED.index(name) for name in HEADS[attribute]]
        own = [group for group in groups if group.attribute == attribute]
        weights[heads, column], offset[column] = _fit(own, heads)
    return Blend(attributes, weights.astype(np.float32), offset.astype(np.float32))


def _fit(groups: Sequence[_Group], heads: Sequence[int]) -> tuple[Floats, float]:
    """Minimise cross-entropy with the shares over the heads' weights, which are at least 0, and an offset."""
    logits = np.concatenate([group.logits[:, heads] for group in groups])
    share = np.concatenate([group.share for group in groups])
    weight = np.concatenate([np.full(len(group.share), group.say / len(group.share)) for group in groups])
    weight /= weight.sum()

    def loss(parameters: Floats) -> tuple[float, Floats]:
        sums = logits @ parameters[:-1] + parameters[-1]
        gap = weight * (1.0 / (1.0 + np.exp(-sums)) - share)
        value = float((weight * (np.logaddexp(0.0, sums) - share * sums)).sum() + _PULL * (parameters[:-1] ** 2).sum())
        return value, np.append(logits.T @ gap + 2 * _PULL * parameters[:-1], gap.sum())

    start = np.append(np.full(len(heads), 1.0 / len(heads)), 0.0)
    bounds = [(0.0, None)] * len(heads) + [(None, None)]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found[:-1], float(found[-1])


def _groups(corpus: Corpus, data: Path, logits_of: LogitsOf) -> Iterator[_Group]:
    """Yield each piece of evidence that is there."""
    held_out = np.flatnonzero(corpus.held_out)
    of_held_out = logits_of([corpus.texts[row] for row in held_out])
    tuning: dict[str, tuple[Floats, list[dict[str, str]]]] = {}
    for evidence in EVIDENCE:
        folder, name = evidence.source.split("/")
        if folder == "train":
            column = MEANINGS.index(evidence.column)
            here = (corpus.file[held_out] == corpus.files.index(name)) & (corpus.weight[held_out, column] > 0)
            if here.sum() >= _FEWEST:
                share = corpus.share[held_out[here], column].astype(np.float64)
                yield _Group(evidence.attribute, of_held_out[here], share, evidence.say)
        elif (data / folder / name).is_file():
            if name not in tuning:
                rows = read_rows(data / folder / name)
                tuning[name] = logits_of([readable(row["text"]) for row in rows]), rows
            logits, rows = tuning[name]
            share = np.array([float(row[evidence.column]) for row in rows])
            yield _Group(evidence.attribute, logits, share, evidence.say)
