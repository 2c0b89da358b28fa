"""Comments that give away a telephone number, a mailbox or an address.

The numbers are from +44 7700 900000-900999, which Ofcom reserves for drama; mailboxes lie at example.com, .org and .net
(RFC 2606); the streets are invented.
"""

import random
from typing import Final

from ombud.demo.texts.grammar import sentence
from ombud.demo.texts.topics import TOPICS

_PEOPLE: Final = (
    "j.hart",
    "maria.oduya",
    "t.wellbeck",
    "office",
    "p.sundin",
    "k.ramsay",
    "l.farouk",
    "info",
    "annie88",
    "dorian.k",
)
_STREETS: Final = ("Quayside Row", "Northgate Lane", "Tanner's Row", "Mill Lane", "Lantern Hill", "Gull Street")
_FRAMES: Final = (
    "If you want to tell {blamed} what you think, the private number is {phone}.",
    "{blamed} lives at {address}, just so that everybody knows.",
    "I am collecting signatures against {matter}, call me on {phone} or write to {mail}.",
    "@{to} write to me at {mail}, I have the documents.",
    "Anybody who needs a lift to the meeting: {phone}, ask for Dee.",
    "The man in the video is called Dorian K., {address}, {phone}.",
    "My mother was at home alone at {address} when they rang. Does anybody else have this problem?",
    "Complaints about {matter} go to {mail}, that is the boss's own mailbox.",
    "I lost my dog near {address}. Please ring {phone}!",
)


def telephone(rng: random.Random) -> str:
    """Make a number that rings nowhere, in one of the ways people write it."""
    last = f"{rng.randrange(1000):03d}"
    return rng.choice(
        (f"+44 7700 900{last}", f"07700 900{last}", f"07700-900-{last}", f"+447700900{last}", f"07700 900 {last}")
    )


def mailbox(rng: random.Random) -> str:
    """Make a mailbox that belongs to nobody."""
    return f"{rng.choice(_PEOPLE)}{rng.choice(('', '', '1', '77'))}@example.{rng.choice(('com', 'com', 'org', 'net'))}"


def address(rng: random.Random) -> str:
    """Make an address: a house in an invented street of an invented town."""
    return f"{rng.randint(1, 140)} {rng.choice(_STREETS)}, Aldermouth"


def personal_details(article_id: str, to: str | None, rng: random.Random) -> str:
    """Write a comment that gives away somebody's contact details."""
    topic = TOPICS[article_id]
    template = rng.choice([frame for frame in _FRAMES if to or "{to}" not in frame])
    text = (
        template.replace("{phone}", telephone(rng)).replace("{mail}", mailbox(rng)).replace("{address}", address(rng))
    )
    slots = {**topic.slots, "blamed": topic.blamed, "matter": topic.matter, "to": (to or "",)}
    text = sentence(text, slots, rng)
    return f"{text} {sentence(rng.choice(topic.claims), slots, rng)}" if rng.random() < 0.4 else text
