"""Attacks on people for what they are.

A moderation demo needs these to show what it stops. The harshest sentences are aimed at invented peoples and at broad
groups; real identity words stand in milder ones. The worst words are left out, and the few slurs there are stand masked.
"""

import random
from typing import Final

from ombud.demo.texts.grammar import sentence
from ombud.demo.texts.topics import TOPICS

_SLOTS: Final = {
    "invented": ("Norvani", "Lethians", "Tamarai", "islanders", "valley people", "refugees", "foreigners", "immigrants"),
    "group": (
        "Muslims", "Jews", "Catholics", "black people", "Asians", "gays", "trans people", "women", "immigrants", "travellers",
        "disabled people", "pensioners", "single mothers",
    ),
    "crime": ("steal", "lie", "cheat", "breed like rabbits", "live off the rest of us", "ruin every place they come to"),
    "place": ("where they came from", "their caves", "the sea", "their own holes", "the boat"),
    "animal": ("rats", "vermin", "animals", "a plague", "cockroaches", "parasites", "a disease"),
    "slur": ("f***ots", "r*tards", "sl*ts", "g*psos", "sc*m", "savages"),
    "trait": ("dirty", "stupid", "lazy", "violent", "greedy"),
    "excluded": ("in our town", "in my street", "on the council", "in our schools", "on this page", "at the harbour"),
    "duty": ("keep quiet", "be grateful", "know their place", "stay at home", "not be allowed to vote"),
}  # fmt: skip
_FRAMES: Final = (
    "{invented} are {animal}, simple as that.",
    "All {invented} {crime}, everybody knows it.",
    "Send the {invented} back to {place}.",
    "{invented} are {trait} by nature, you cannot teach them anything.",
    "Of course it was {invented} again. They all {crime}.",
    "A country full of {invented} is a country full of {animal}.",
    "They are not like us. {invented} are {trait}, it is in the blood.",
    "Close the border, {invented} are {animal}.",
    "I would not let one of those {trait} {invented} near my house.",
    "We don't want {group} {excluded}.",
    "When it comes to {matter}, {group} should {duty}.",
    "There are far too many {group} {excluded}, and everybody is afraid to say it.",
    "{group} only ever think of themselves. They should {duty}.",
    "Typical {group}, always complaining about {matter}.",
    "You cannot trust {group}, never could.",
    "No {group} and no {invented} {excluded}, then we have peace.",
    "{blamed} only cares about the {slur}.",
    "Bunch of {slur}, go back to {place}.",
    "What do you expect when {slur} run everything?",
    "@{to} let me guess, you are one of those {group} yourself.",
)


def hateful(article_id: str, to: str | None, rng: random.Random) -> str:
    """Write a comment that attacks people for their origin, faith, sex, orientation, age or disability."""
    topic = TOPICS[article_id]
    slots = {**topic.slots, **_SLOTS, "matter": topic.matter, "blamed": topic.blamed, "to": (to or "",)}
    frames = _FRAMES if to else _FRAMES[:-1]
    pieces = [sentence(frame, slots, rng) for frame in rng.sample(frames, rng.choice((1, 1, 2)))]
    if rng.random() < 0.4:
        pieces.insert(rng.randrange(len(pieces) + 1), sentence(rng.choice(topic.anger), topic.slots, rng))
    return " ".join(pieces)
