"""Perspective's attributes and ours. What is not in the table is unknown here, and is answered so."""

from collections.abc import Mapping

ATTRIBUTES: Mapping[str, str] = {
    "TOXICITY": "toxicity",
    "TOXICITY_FAST": "toxicity",
    "SEVERE_TOXICITY": "severe_toxicity",
    "IDENTITY_ATTACK": "identity_attack",
    "INSULT": "insult",
    "PROFANITY": "obscene",
    "OBSCENE": "obscene",
    "THREAT": "threat",
    "SEXUALLY_EXPLICIT": "sexual_explicit",
    "SPAM": "spam",
}
"""Each may also be asked for by its old name, which ends in `_EXPERIMENTAL`."""

NOT_GIVEN = (
    "ATTACK_ON_AUTHOR",
    "ATTACK_ON_COMMENTER",
    "FLIRTATION",
    "INCOHERENT",
    "INFLAMMATORY",
    "LIKELY_TO_REJECT",
    "UNSUBSTANTIAL",
)
"""Attributes of the real service that no model of ours knows."""


def our_attribute(name: str) -> str | None:
    """Return our name of an attribute; None where we have no such one."""
    return ATTRIBUTES.get(name.removesuffix("_EXPERIMENTAL"))
