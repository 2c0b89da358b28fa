"""The brigade: new accounts that post the same text, slightly changed, within forty minutes."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from ombud.demo.readers import Reader, brigade_start

MINUTES: Final = 40
SIZE: Final = 60
_VARIED: Final = 0.15

_TEMPLATE: Final = (
    "The people of this town were never asked about the money that goes to Geneva every month while our own streets "
    "fall apart. Stop the talks now and put our own people first. Everybody in my street thinks the same and the "
    "paper hides it. Share this before they delete it again."
)
_SYNONYMS: Final = {
    "people": ("folk", "citizens", "residents"), "town": ("city", "place", "country"), "never": ("not", "not once"),
    "asked": ("consulted", "told"), "money": ("cash", "millions", "taxes"), "goes": ("flows", "is sent"),
    "month": ("week", "year"), "streets": ("roads", "schools", "hospitals"), "fall": ("come", "break"),
    "Stop": ("End", "Cancel"), "now": ("today", "immediately"), "put": ("place",),
    "Everybody": ("Everyone", "Each person"), "street": ("road", "house", "office"), "thinks": ("says", "feels"),
    "same": ("same thing",), "paper": ("press", "media"), "hides": ("buries", "conceals"),
    "Share": ("Copy", "Repost"), "delete": ("remove", "censor"), "again": ("once more",), "own": ("very own",),
    "while": ("and",), "every": ("each",), "talks": ("meetings", "talk"), "about": ("on", "over"),
}  # fmt: skip


def brigade_text(rng: random.Random) -> str:
    """Write the brigade's text with about 15 % of its words varied."""
    words = _TEMPLATE.split(" ")
    varied = [spot for spot, word in enumerate(words) if word.strip(".") in _SYNONYMS]
    for spot in rng.sample(varied, round(len(words) * _VARIED)):
        bare = words[spot].strip(".")
        words[spot] = words[spot].replace(bare, rng.choice(_SYNONYMS[bare]))
    return " ".join(word for word in words if word)


def brigade_posts(
    size: int, members: Sequence[Reader], now: datetime, rng: random.Random
) -> list[tuple[datetime, Reader, str]]:
    """(moment, author, text) of each post in order; every member posts before anybody posts twice."""
    start = brigade_start(now)
    moments = sorted(start + timedelta(seconds=rng.randrange(MINUTES * 60)) for _ in range(size))
    order = [*rng.sample(members, len(members)), *rng.choices(members, k=max(0, size - len(members)))]
    return [(moment, author, brigade_text(rng)) for moment, author in zip(moments, order, strict=False)]
