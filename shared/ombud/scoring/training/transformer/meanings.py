"""What each labelled file means by its labels. One head for each meaning: hateful is not toxic is not offensive.

Wikipedia's annotators, those of news comments and those of tweets were asked different questions about different
texts. A head that learned from several of them would learn to tell the files apart, since their shares of toxic texts
differ. So each head learns from the files that mean the same, and from texts that are harmless by any standard;
`blend` then lays them together.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ombud.scoring.training.labels import Label, Row

Taught = dict[str, Label]

_SIX = ("toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack")
_CIVIL = ("toxicity", "insult", "obscene", "identity_attack", "threat")

MEANINGS = (
    *(f"wikipedia.{name}" for name in _SIX),
    *(f"civil.{name}" for name in _CIVIL),
    *(f"silver.{name}" for name in (*_SIX, "sexual_explicit")),
    "impolite",
    "hateful",
    "sexist",
    "sexist_threat",
    "spam",
)
"""`silver`: another model's scores. `impolite`: what people would rather say politely (ParaDetox)."""

_ABUSIVE = tuple(name for name in MEANINGS if name != "spam")

_MAIN, _ASIDE = 1.0, 0.4
"""Toxicity decides most, so it weighs most in what is learned; the other labels of the same row weigh less."""


def _abusive(share: float, weight: float) -> Taught:
    return {name: Label(share, weight) for name in _ABUSIVE}


def _weight(name: str) -> float:
    return _MAIN if name == "toxicity" else _ASIDE


def _wikipedia_six(row: Row) -> Taught:
    taught = {f"wikipedia.{name}": Label(float(row[name]), _weight(name)) for name in _SIX}
    return taught | {"spam": Label(0.0, 0.05)}


def _wikipedia_balanced(row: Row) -> Taught:
    if row["toxicity"] == "1":
        return {"wikipedia.toxicity": Label(1.0, _MAIN)}
    return {f"wikipedia.{name}": Label(0.0, _weight(name)) for name in _SIX} | {"spam": Label(0.0, 0.05)}


def _wikipedia_soft_scores(row: Row) -> Taught:
    names = (*_SIX, "sexual_explicit")
    return {f"silver.{name}": Label(float(row[name]), _weight(name)) for name in names}


def _civil(row: Row) -> Taught:
    return {f"civil.{name}": Label(float(row[name]), _weight(name)) for name in _CIVIL} | {"spam": Label(0.0, 0.05)}


def _edos(row: Row) -> Taught:
    threat = row["label_category"][:1] == "1"
    return {"sexist": Label(float(row["sexist"]), 0.6), "sexist_threat": Label(float(threat), 0.3)}


def _paradetox(row: Row) -> Taught:
    return {"impolite": Label(float(row["toxicity"]), 0.6)}


def _hateful(row: Row) -> Taught:
    return {"hateful": Label(float(row["hateful"]), 0.8)}


def _davidson(row: Row) -> Taught:
    # "offensive" says more about dialect than about offence, and is not used at all.
    if row["label"] == "offensive":
        return {}
    return {"hateful": Label(float(row["label"] == "hate"), 0.4)}


def _identity_terms(_row: Row) -> Taught:
    return _abusive(0.0, 0.3) | {"wikipedia.toxicity": Label(0.0, 0.8), "hateful": Label(0.0, 0.8)}


def _youtube(row: Row) -> Taught:
    return {"spam": Label(float(row["spam"]), _MAIN)}


def _sms(row: Row) -> Taught:
    taught = {"spam": Label(float(row["spam"]), 0.5)}
    # Everyday messages to friends: the only harmless small talk in the folder.
    return taught | (_abusive(0.0, 0.1) if row["spam"] == "0" else {})


class TaughtFile(NamedTuple):
    """How a row of a file is read, and how often each row is shown."""

    read: Callable[[Row], Taught]
    times: float


FILES: Mapping[str, TaughtFile] = {
    "wikipedia_six_labels.csv": TaughtFile(_wikipedia_six, 2.5),
    "wikipedia_balanced.csv": TaughtFile(_wikipedia_balanced, 2.5),
    "wikipedia_soft_scores.csv": TaughtFile(_wikipedia_soft_scores, 2),
    "civil_comments_spans.csv": TaughtFile(_civil, 2),
    "edos.csv": TaughtFile(_edos, 1),
    "paradetox.csv": TaughtFile(_paradetox, 1.5),
    "hatemoji.csv": TaughtFile(_hateful, 2),
    "implicit_hate.csv": TaughtFile(_hateful, 1.5),
    "davidson.csv": TaughtFile(_davidson, 1),
    "identity_terms_neutral.csv": TaughtFile(_identity_terms, 1),
    "youtube_spam.csv": TaughtFile(_youtube, 3),
    "sms_spam.csv": TaughtFile(_sms, 1),
}
"""By name, as in `ombud.scoring.training.labels.FILES`, which names sources and licences and tidies texts."""
