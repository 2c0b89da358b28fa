"""What an author is told of a decision: nine kinds of reasons, in plain words that a site can replace by its own.

None of the texts says how it was found out: no score, no threshold, no rule and no listed word, or the texts would
teach how to get around them.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

ANY_LANGUAGE = "und"
"""The language tag of a text that is given in one language for everybody (ISO 639-2: undetermined)."""

Texts = Mapping[str, str]
"""One text in several languages, by BCP 47 tag."""


class ReasonCode(StrEnum):
    """The kinds of reasons that every site has. A policy can reword them and add its own."""

    ABUSE = "abuse"
    HATE = "hate"
    THREAT = "threat"
    PERSONAL_DATA = "personal-data"
    LEGAL = "legal"
    SPAM = "spam"
    OFF_TOPIC = "off-topic"
    MISINFORMATION = "misinformation"
    OTHER = "other"


DEFAULT_TEXTS: Mapping[str, Texts] = MappingProxyType(
    {
        ReasonCode.ABUSE: {
            "en": "It attacks or insults another person.",
            "de": "Er greift eine andere Person an oder beleidigt sie.",
        },
        ReasonCode.HATE: {
            "en": "It attacks people for what they are, such as their origin, religion, sex or disability.",
            "de": "Er greift Menschen wegen ihrer Herkunft, Religion, ihres Geschlechts oder einer Behinderung an.",
        },
        ReasonCode.THREAT: {
            "en": "It threatens somebody, or calls for violence.",
            "de": "Er droht jemandem oder ruft zu Gewalt auf.",
        },
        ReasonCode.PERSONAL_DATA: {
            "en": "It gives away private details of a person, such as an address or a telephone number.",
            "de": "Er gibt private Angaben zu einer Person preis, etwa eine Adresse oder Telefonnummer.",
        },
        ReasonCode.LEGAL: {
            "en": "It may break the law.",
            "de": "Er verstößt möglicherweise gegen geltendes Recht.",
        },
        ReasonCode.SPAM: {
            "en": "It is advertising, or was posted many times.",
            "de": "Er ist Werbung oder wurde vielfach veröffentlicht.",
        },
        ReasonCode.OFF_TOPIC: {
            "en": "It has nothing to do with the article.",
            "de": "Er hat nichts mit dem Artikel zu tun.",
        },
        ReasonCode.MISINFORMATION: {
            "en": "It states as a fact what is shown to be untrue.",
            "de": "Er gibt als Tatsache aus, was nachweislich falsch ist.",
        },
        ReasonCode.OTHER: {
            "en": "It breaks the rules for comments on this site.",
            "de": "Er verstößt gegen die Regeln für Kommentare auf dieser Seite.",
        },
    }
)

HELD_TEXT: Texts = MappingProxyType(
    {
        "en": "Your comment waits for a person, who will read it and decide.",
        "de": "Ihr Kommentar wartet auf einen Menschen, der ihn liest und entscheidet.",
    }
)

_OF_ATTRIBUTES = MappingProxyType(
    {
        "toxicity": ReasonCode.ABUSE,
        "severe_toxicity": ReasonCode.ABUSE,
        "obscene": ReasonCode.ABUSE,
        "insult": ReasonCode.ABUSE,
        "threat": ReasonCode.THREAT,
        "identity_attack": ReasonCode.HATE,
        "spam": ReasonCode.SPAM,
    }
)


def reason_of_attribute(attribute: str) -> ReasonCode:
    """Return what an author is told where a score was too high."""
    return _OF_ATTRIBUTES.get(attribute, ReasonCode.OTHER)


def in_language(texts: Texts, language: str | None) -> str:
    """Choose the text in a language: its very tag, its main language, the one for everybody, English, or the first."""
    tags = {tag.lower(): text for tag, text in texts.items()}
    wanted = (language or "").lower()
    for tag in (wanted, wanted.partition("-")[0], ANY_LANGUAGE, "en"):
        if tag in tags:
            return tags[tag]
    return next(iter(texts.values()))
