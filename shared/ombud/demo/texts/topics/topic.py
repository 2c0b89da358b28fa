"""What readers say about one article: sentences and the words that fill them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """The material of one article. `{name}` in a sentence is filled from `slots`, or from the everyday words."""

    article_id: str
    claims: tuple[str, ...]
    """Calm statements, each a whole sentence."""
    questions: tuple[str, ...]
    memories: tuple[str, ...]
    """Things that readers have seen themselves."""
    quotes: tuple[str, ...]
    """Pieces of the article, as readers quote them."""
    shorts: tuple[str, ...]
    """Comments of a few words."""
    anger: tuple[str, ...]
    """Heated sentences about the matter; fine to publish."""
    blamed: tuple[str, ...]
    """Those whom angry readers hold responsible, as 'the council' or a name."""
    camp: tuple[str, ...]
    """What each side calls the other, in the plural."""
    matter: tuple[str, ...]
    """The thing itself, as a noun phrase with its article."""
    slots: Mapping[str, tuple[str, ...]]
