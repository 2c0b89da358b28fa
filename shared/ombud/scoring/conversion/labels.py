"""Detoxify's names for what it scores, and ours."""

from collections.abc import Mapping, Sequence

from ombud.domain.scores import ATTRIBUTES

_OWN_NAMES = {"toxic": "toxicity", "severe_toxic": "severe_toxicity", "identity_hate": "identity_attack"}
"""Names in the checkpoints of `original`, and ours."""


def own_name(label: str) -> str:
    """Return our name for one of Detoxify's classes; what we have no name for keeps its own."""
    return _OWN_NAMES.get(label, label)


def outputs_by_attribute(classes: Sequence[str]) -> Mapping[str, int]:
    """Return which output gives each attribute, in our order. Classes that we do not know are left out."""
    places = {own_name(label): place for place, label in enumerate(classes)}
    return {name: places[name] for name in ATTRIBUTES if name in places}
