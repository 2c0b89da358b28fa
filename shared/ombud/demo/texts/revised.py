"""The second revision of a comment: a correction, a postscript, an apology, or something worse than the first."""

import random
from typing import Final

from ombud.demo.kinds import Kind
from ombud.demo.texts.insulting import insulting
from ombud.demo.texts.spam import spam

_POSTSCRIPTS: Final = (
    "Edit: typo.", "Edit: I meant last year, not this year.", "Edit: thanks for the replies, I'll read up on it.",
    "EDIT: the article has been corrected meanwhile, thank you.", "PS: I forgot to say that I live there.",
    "(Edited for clarity.)", "Update: it is on the radio now.", "Edit: no, I am not paid for this.",
)  # fmt: skip
_APOLOGIES: Final = (
    "Edit: I took out the rude part. Sorry.", "I was angry when I wrote this. What I meant: I disagree.",
    "Removed what I said, it was uncalled for. I still think that this is a bad idea.",
    "Apologies to whom it concerned, I should have slept on it.",
)  # fmt: skip


def revised(text: str, kind: Kind, article_id: str, rng: random.Random) -> str:
    """Write the text that replaces `text`. One edit in eight of a calm comment smuggles something in after approval."""
    if kind in (Kind.INSULTING, Kind.OBFUSCATED, Kind.HATEFUL, Kind.THREATENING):
        return rng.choice(_APOLOGIES) if rng.random() < 0.7 else f"{text} And I stand by every word."
    if rng.random() < 0.125:
        return f"{text}\n\n{insulting(article_id, None, rng) if rng.random() < 0.6 else spam(article_id, None, rng)}"
    return f"{text}\n\n{rng.choice(_POSTSCRIPTS)}"
