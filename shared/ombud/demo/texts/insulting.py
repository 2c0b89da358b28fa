"""Attacks on a person: another reader, somebody in the news, the reporter."""

import random
from typing import Final

from ombud.demo.texts.grammar import continued, sentence
from ombud.demo.texts.topics import TOPICS

_ADJECTIVES: Final = (
    "stupid", "pathetic", "clueless", "spineless", "brainless", "useless", "bloody", "complete", "deluded", "miserable",
    "thick", "gutless", "fat", "ugly", "lying", "corrupt", "smug", "braindead", "slimy", "worthless",
)  # fmt: skip
_NOUNS: Final = (
    "idiot", "moron", "clown", "coward", "liar", "imbecile", "parasite", "loser", "halfwit", "muppet", "cretin", "rat",
    "dimwit", "fool", "bootlicker", "pig", "scumbag", "windbag", "crook", "prat", "arsehole", "wanker", "tosser",
)  # fmt: skip
_AT_READERS: Final = (
    "@{to} you {adjective} {noun}.", "{to}, are you always this {adjective} or only on weekdays?",
    "Shut up {to}, you {noun}.", "@{to} you have the brain of a {adjective} {noun}, and that is an insult to the {noun}.",
    "Nobody asked you {to}, crawl back under your stone, {adjective} {noun}.", "@{to} go and learn to read, {noun}.",
    "What a {adjective} {noun} you are, {to}.", "{to} is living proof that any {noun} can own a keyboard.",
    "@{to} your mother must be so proud of her {adjective} {noun}.", "lol {to} you absolute {noun}",
    "@{to} do us a favour and drop dead from boredom, you {adjective} {noun}.", "{to} = {noun}. Always was.",
)  # fmt: skip
_AT_OTHERS: Final = (
    "{blamed}, what a {adjective} {noun}.", "Only a {adjective} {noun} could come up with {matter}.",
    "{blamed}: once a {noun}, always a {noun}.", "I would not trust that {adjective} {noun} to hold my coat.",
    "All {camp} are {adjective} {noun}s.", "You {camp} are nothing but {adjective} {noun}s.",
    "Whoever wrote this article is a {adjective} {noun}.", "{blamed} is too {adjective} to tie a shoe, the {noun}.",
    "Look at that face: {adjective} {noun}.", "Every time {blamed} speaks, a {noun} loses a brain cell.",
    "Why do we pay this {adjective}, {adjective} {noun}?", "If you defend {matter} you are a {noun}, end of.",
    "How {adjective} must one be to believe in {matter}? Ask the {camp}, bunch of {noun}s.",
)  # fmt: skip
_ENDINGS: Final = (
    "",
    "",
    "",
    "Pathetic.",
    "Idiot.",
    "Get a life.",
    "What a joke of a person.",
    "Makes me puke.",
    "Loser.",
)


def insulting(article_id: str, to: str | None, rng: random.Random) -> str:
    """Write a comment that attacks a person, with or without an argument around it."""
    topic = TOPICS[article_id]
    slots = {
        **topic.slots,
        "matter": topic.matter,
        "blamed": topic.blamed,
        "camp": topic.camp,
        "adjective": _ADJECTIVES,
        "noun": _NOUNS,
        "to": (to or "",),
    }
    frames = _AT_READERS if to and rng.random() < 0.75 else _AT_OTHERS
    pieces = [sentence(rng.choice(frames), slots, rng)]
    if rng.random() < 0.45:
        pieces.append(sentence(rng.choice((*topic.anger, *topic.claims)), slots, rng))
    if rng.random() < 0.2:
        pieces.insert(0, sentence(rng.choice(topic.claims), slots, rng))
    if rng.random() < 0.2:
        pieces[-1] = continued("And", pieces[-1])
    ending = rng.choice(_ENDINGS)
    return " ".join([*pieces, ending] if ending else pieces)
