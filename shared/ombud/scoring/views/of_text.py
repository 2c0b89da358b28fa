"""The views of a text."""

from ombud.scoring.views.view import RAW, View


def views(text: str) -> tuple[View, ...]:
    """Return the readings of a text: raw always and first, others where they say something else."""
    return (View(RAW, text),)
