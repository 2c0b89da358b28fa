"""Threats and wishes of violence against people, all of them invented."""

import random
from typing import Final

from ombud.demo.texts.grammar import sentence
from ombud.demo.texts.topics import TOPICS

_AT_READERS: Final = (
    "@{to} I know where you live, so watch {what}.", "{to}, say that to my face and you will not have {body} left.",
    "@{to} one day somebody will find you and break {body}.", "You will regret that {to}. I'm coming to {where}.",
    "@{to} keep talking and you will end up {end}.", "{to} I will find out {where_from} and then we talk without a keyboard.",
    "Sleep with the light on, {to}.", "@{to} I'd pay good money to see you {end}.",
    "Say hello to your kids from me, {to}. I know which school.", "@{to} next time you walk past {where} I will be waiting.",
)  # fmt: skip
_AT_OTHERS: Final = (
    "Somebody should put a bullet in {blamed}.", "{blamed} deserves to be dragged out of the house and {done}.",
    "I hope {blamed} ends up {end}.", "If I see {blamed} at {where}, I will break {body}, I swear.",
    "String up {blamed} from the nearest lamp post.", "{blamed} will be {done}, and I will bring the popcorn.",
    "Time to burn down the house of {blamed}, with everybody in it.", "One brick through the window of {blamed} a night until they get it.",
    "We are coming for {blamed}. {when} at {where}. Bring tools.", "The {camp} should be {done}, every one of them.",
    "Hope somebody runs over {blamed} on the way home {when}.",
)  # fmt: skip
_SLOTS: Final = {
    "what": ("your back", "your windows", "your dog", "who follows you home"),
    "body": ("your legs", "every tooth in that mouth", "both knees", "that neck", "fingers to type with"),
    "where": ("the station", "the harbour", "the office", "the front door", "the town hall"),
    "where_from": ("your address", "where you work", "who you are", "where you park"),
    "end": ("in a ditch", "in hospital", "in a box", "face down in the harbour", "under a bus"),
    "done": ("shot", "hanged", "whipped through the streets", "beaten until they get it", "thrown off the pier"),
    "when": ("tonight", "on Friday", "tomorrow at six", "this weekend"),
}


def threatening(article_id: str, to: str | None, rng: random.Random) -> str:
    """Write a comment that threatens a reader or somebody in the news."""
    topic = TOPICS[article_id]
    slots = {**topic.slots, **_SLOTS, "blamed": topic.blamed, "camp": topic.camp, "to": (to or "",)}
    pieces = [sentence(rng.choice(_AT_READERS if to and rng.random() < 0.7 else _AT_OTHERS), slots, rng)]
    if rng.random() < 0.4:
        pieces.insert(0, sentence(rng.choice(topic.anger), {**topic.slots}, rng))
    if rng.random() < 0.15:
        pieces.append(
            rng.choice(("That is a promise.", "Last warning.", "Tick tock.", "Not joking.", "You have been told."))
        )
    return " ".join(pieces)
