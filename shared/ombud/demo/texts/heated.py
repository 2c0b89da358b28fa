"""Anger about the matter, or at those in office, without attacking a person's worth: fine to publish."""

import random
from typing import Final

from ombud.demo.texts.grammar import continued, sentence
from ombud.demo.texts.topics import TOPICS

_OPENERS: Final = (
    "Are you serious?", "Unbelievable.", "Oh please.", "Give me a break!", "Here we go again.", "What the hell?",
    "Disgusting.", "Words fail me.", "I could scream.", "For crying out loud!", "Enough!", "So this is where we are.",
    "Wake up, people!", "Not in my name.", "I'm livid.", "Bloody hell.", "Seriously???", "Shameful.",
)  # fmt: skip
_ANGRY: Final = (
    "{matter} is a disgrace from start to finish.", "{blamed} should resign today, not tomorrow.",
    "Does {blamed} have any idea what {matter} does to this place?", "Whoever thought of {matter} must have been drunk.",
    "I don't want to hear one more excuse from {blamed}.", "{matter} is a bad joke and we are the punchline.",
    "If {blamed} believes that, I have a bridge to sell.", "{blamed} lied to us, it is as simple as that.",
    "How can anybody defend {matter} with a straight face?", "{matter} makes my blood boil.",
    "I will fight {matter} with every legal means there is.", "Kill this plan before it kills us all off, {matter} is dead anyway.",
    "They keep moving the goalposts and we keep applauding, damn it.", "{blamed} could not find the truth with a map and a torch.",
    "Every single word about {matter} is spin.", "Shoot the idea down now, before somebody builds it.",
)  # fmt: skip
_AT_READERS: Final = (
    "@{to} that is nonsense and you know it.", "{to}, have you even read the article?", "@{to} oh come off it!",
    "No, {to}. Just no. NO.", "@{to} easy to say from your sofa.", "{to} you could not be more wrong about {matter}.",
    "@{to} I am sick of that argument.", "Utter rubbish, {to}, and dangerous rubbish too.",
    "@{to} stop twisting what people say!", "What planet are you on, {to}?",
)  # fmt: skip
_CLOSERS: Final = (
    "And nobody does a thing.", "Vote them out.", "Mark my words.", "Think about that.", "I've had it.", "Period.",
    "Do better.", "And don't tell me to calm down!", "Print that.", "No wonder people give up.", "Sort it out!",
)  # fmt: skip


def _loud(text: str, rng: random.Random) -> str:
    """Raise the voice: a word or two in capitals, or more marks than needed."""
    roll = rng.random()
    if roll < 0.25:
        words = text.split(" ")
        for _ in range(rng.choice((1, 2))):
            spot = rng.randrange(len(words))
            if "\n" not in words[spot] and not words[spot].startswith("@"):
                words[spot] = words[spot].upper()
        return " ".join(words)
    if roll < 0.45 and text[-1] in ".!":
        return text[:-1] + "!" * rng.choice((2, 3, 3, 5))
    return text.upper() if roll < 0.49 and len(text) < 140 else text


def heated(article_id: str, to: str | None, rng: random.Random) -> str:
    """Write an angry comment on an article that breaks no rule."""
    topic = TOPICS[article_id]
    slots = {**topic.slots, "matter": topic.matter, "blamed": topic.blamed, "to": (to or "",)}
    angry = [sentence(t, slots, rng) for t in rng.sample(topic.anger, 2)]
    general = [sentence(t, slots, rng) for t in rng.sample(_ANGRY, 2)]
    pieces = [angry[0]] if rng.random() < 0.3 else [*rng.sample([angry[0], *general], rng.choice((1, 2, 2, 3)))]
    if rng.random() < 0.25:
        pieces.append(sentence(rng.choice(topic.claims), slots, rng))
    if to and rng.random() < 0.7:
        pieces.insert(0, sentence(rng.choice(_AT_READERS), slots, rng))
    elif rng.random() < 0.4:
        pieces.insert(0, rng.choice(_OPENERS))
    elif rng.random() < 0.2:
        pieces[0] = continued("I'm sorry, but", pieces[0])
    if rng.random() < 0.3:
        pieces.append(rng.choice(_CLOSERS))
    separator = "\n\n" if len(pieces) > 3 and rng.random() < 0.5 else " "
    return _loud(separator.join(pieces), rng)
