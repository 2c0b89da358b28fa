"""What each labelled file says about each attribute, and how much it is to be believed.

Labels differ in meaning: hateful is not toxic is not offensive. A file teaches an attribute only where its label
means that attribute, and where it says nothing the row is absent from that attribute's training, not negative.
Weights below 1 are judgements: of how close the label's meaning comes, of how its rows were picked, and of how many
rows there are of one kind. They were set by reading the files and by the area under the curve on the tuning files.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

Row = Mapping[str, str]


class Label(NamedTuple):
    """The share of readers, 0-1, who would say yes, and the weight of the statement, above 0 and at most 1."""

    share: float
    weight: float


Labels = dict[str, Label]


@dataclass(frozen=True, slots=True)
class LabelledFile:
    """A file of the training folder: how to read a row of it, and whom to name.

    `tidy` takes from a text what only betrays how the file was made, where that goes along with the label: a model
    would learn the trace instead of the meaning.
    """

    file: str
    source: str
    licence: str
    read: Callable[[Row], Labels]
    tidy: Callable[[str], str] = str


_SIX = ("toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack")
_TOXIC_HEADS = (*_SIX, "sexual_explicit")


_DETACHED = re.compile(r"\s+(?=[.,!?;:)%]|n't\b|'\w)")
_PLACEHOLDER = re.compile(r"\[(?:USER|URL)\]")


def _attach_punctuation(text: str) -> str:
    """Undo tokenisation, and drop the last full stop, of ParaDetox.

    Of its toxic sentences 78 % have a space before their punctuation and none ends in an attached full stop; of the
    polite ones, typed by people, 20 % and 40 %. A first model gave " ." its highest weights.
    """
    return _DETACHED.sub("", text).rstrip(" .!?")


def _without_placeholders(text: str) -> str:
    """Drop EDOS's stand-ins for names and addresses: for toxicity the file has only positives."""
    return _PLACEHOLDER.sub(" ", text)


def _nothing_toxic(weight: float) -> Labels:
    """Harmless by any standard: a negative for all but spam."""
    return {attribute: Label(0.0, weight) for attribute in _TOXIC_HEADS}


def _civil(row: Row) -> Labels:
    # Every row was picked because somebody found it toxic: as the only negatives they would teach that news is toxic.
    labels = {
        name: Label(float(row[name]), 0.6) for name in ("toxicity", "insult", "obscene", "identity_attack", "threat")
    }
    if labels["toxicity"].share <= 0.5:
        labels["severe_toxicity"] = Label(0.0, 0.5)
    return labels | {"spam": Label(0.0, 0.2)}


def _wikipedia_six(row: Row) -> Labels:
    return {name: Label(float(row[name]), 1.0) for name in _SIX} | {"spam": Label(0.0, 0.2)}


def _wikipedia_balanced(row: Row) -> Labels:
    if row["toxicity"] == "1":
        return {"toxicity": Label(1.0, 1.0)}
    return _nothing_toxic(0.5) | {"toxicity": Label(0.0, 1.0), "spam": Label(0.0, 0.2)}


def _wikipedia_soft_scores(row: Row) -> Labels:
    # Another model's opinion: taken in full only where there is no other.
    labels = {name: Label(float(row[name]), 0.5) for name in _SIX}
    return labels | {"sexual_explicit": Label(float(row["sexual_explicit"]), 1.0)}


def _edos(row: Row) -> Labels:
    # Not sexist may still be any other kind of toxic, so "no" teaches only what sexism and threats are.
    category = row["label_category"][:1]
    if category == "1":
        return {"threat": Label(1.0, 0.6), "toxicity": Label(1.0, 0.4), "identity_attack": Label(0.8, 0.4)}
    sexist = row["sexist"] == "1"
    labels = {"threat": Label(0.0, 0.2), "identity_attack": Label(0.8 if sexist else 0.0, 0.4 if sexist else 0.2)}
    return labels | ({"toxicity": Label(0.9, 0.3)} if category == "2" else {})


def _paradetox(row: Row) -> Labels:
    if row["toxicity"] == "1":
        return {"toxicity": Label(1.0, 0.4)}
    return {"toxicity": Label(0.0, 0.4), "obscene": Label(0.0, 0.2)}


def _hatemoji(row: Row) -> Labels:
    if row["hateful"] != "1":
        return {"identity_attack": Label(0.0, 0.6)}
    labels = {"identity_attack": Label(1.0, 0.6), "toxicity": Label(1.0, 0.4)}
    return labels | ({"threat": Label(1.0, 0.5)} if row["type"] == "threateninglanguage" else {})


def _implicit_hate(row: Row) -> Labels:
    return {"identity_attack": Label(0.9 if row["hateful"] == "1" else 0.0, 0.3)}


def _davidson(row: Row) -> Labels:
    # Picked by slang words: "offensive" says more about dialect than about offence, and is not used at all.
    if row["label"] == "hate":
        return {"identity_attack": Label(0.9, 0.3), "toxicity": Label(1.0, 0.3)}
    if row["label"] == "neither":
        return {"identity_attack": Label(0.0, 0.1), "toxicity": Label(0.0, 0.15)}
    return {}


def _identity_terms(_row: Row) -> Labels:
    return _nothing_toxic(0.5)


def _youtube(row: Row) -> Labels:
    return {"spam": Label(float(row["spam"]), 1.0)}


def _sms(row: Row) -> Labels:
    labels = {"spam": Label(float(row["spam"]), 0.4)}
    # Everyday messages to friends: the only harmless small talk in the folder.
    return labels | ({name: Label(0.0, 0.2) for name in _TOXIC_HEADS} if row["spam"] == "0" else {})


FILES = (
    LabelledFile("civil_comments_spans.csv", "ipavlopoulos/toxic_spans (Civil Comments)", "CC0-1.0", _civil),
    LabelledFile(
        "wikipedia_six_labels.csv", "Jigsaw 2018, training part", "CC-BY-SA-3.0 text, CC0 labels", _wikipedia_six
    ),
    LabelledFile(
        "wikipedia_balanced.csv", "Jigsaw 2018, training part", "CC-BY-SA-3.0 text, CC0 labels", _wikipedia_balanced
    ),
    LabelledFile("wikipedia_soft_scores.csv", "conversationai/perspectiveapi", "Apache-2.0", _wikipedia_soft_scores),
    LabelledFile("edos.csv", "rewire-online/edos", "CC0-1.0", _edos, _without_placeholders),
    LabelledFile("paradetox.csv", "s-nlp/paradetox", "CC0-1.0", _paradetox, _attach_punctuation),
    LabelledFile("hatemoji.csv", "HannahKirk/Hatemoji", "CC-BY-4.0", _hatemoji),
    LabelledFile("implicit_hate.csv", "microsoft/SafeNLP", "MIT", _implicit_hate),
    LabelledFile("davidson.csv", "t-davidson/hate-speech-and-offensive-language", "MIT", _davidson),
    LabelledFile("identity_terms_neutral.csv", "conversationai", "CC-BY-4.0", _identity_terms),
    LabelledFile("youtube_spam.csv", "UCI YouTube Spam Collection", "CC-BY-4.0", _youtube),
    LabelledFile("sms_spam.csv", "UCI SMS Spam Collection", "CC-BY-4.0", _sms),
)
"""Everything that is read from `DATA/train`."""

WEAK = {
    "severe_toxicity": "few people's labels say severe, the rest are another model's scores",
    "threat": "few and mostly sexist threats; no tuning file has the label",
    "sexual_explicit": "learned from another model's scores on 2,000 Wikipedia comments alone",
}
"""Attributes that the data cannot support as the ground of a decision, and why."""
