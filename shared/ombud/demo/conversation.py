"""Who writes what, where, and to whom: shared by the thirty days and by the live readers."""

import math
import random
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from ombud.demo.articles import ARTICLES, HALMEN, DemoArticle
from ombud.demo.kinds import Kind
from ombud.demo.readers import INCLINATION, Reader, Temperament

_VOICES: Final = {
    Temperament.REGULAR: 0.775,
    Temperament.HOTHEAD: 0.145,
    Temperament.TROLL: 0.045,
    Temperament.SPAMMER: 0.035,
}
"""The share of all comments that comes from readers of each temperament."""
_REPLIES: Final = 0.4
_REMEMBERED: Final = 40
"""How many of an article's latest comments readers still answer."""
_ATTENTION_DAYS: Final = 2.0
_LINGERING: Final = 0.12
_CALM: Final = frozenset({Kind.CIVIL, Kind.SPAM, Kind.BRIGADE})
_FOLLOWED_IN_SURGE: Final = 0.88


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment that others may answer."""

    external_id: str
    author_id: str
    author_name: str


@dataclass
class Conversation:
    """The readers and what they have said last under each article."""

    readers: Sequence[Reader]
    now: datetime
    rng: random.Random
    _threads: dict[str, deque[Remark]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_temperament = {
            temperament: [reader for reader in self.readers if reader.temperament is temperament]
            for temperament in _VOICES
        }
        self._registered = {reader.id: reader.registered_at(self.now) for reader in self.readers}
        self._published = {article.id: article.published_at(self.now) for article in ARTICLES}

    def author(self, moment: datetime) -> Reader:
        """Somebody who was registered by then."""
        while True:
            temperament = self.rng.choices(tuple(_VOICES), weights=tuple(_VOICES.values()))[0]
            candidates = [r for r in self._by_temperament[temperament] if self._registered[r.id] < moment]
            if candidates:
                return self.rng.choices(candidates, weights=[reader.activity for reader in candidates])[0]

    def article(self, moment: datetime, *, in_surge: bool) -> DemoArticle:
        """Choose an article that was out by then; the newer the likelier."""
        out = [article for article in ARTICLES if self._published[article.id] <= moment]
        if in_surge and HALMEN in out and self.rng.random() < _FOLLOWED_IN_SURGE:
            return HALMEN
        ages = [(moment - self._published[article.id]).total_seconds() / 86_400 for article in out]
        weights = [a.appeal * (_LINGERING + math.exp(-age / _ATTENTION_DAYS)) for a, age in zip(out, ages, strict=True)]
        return self.rng.choices(out, weights=weights)[0]

    def kind(self, author: Reader, article: DemoArticle) -> Kind:
        """Choose what this author writes on a matter this hot."""
        temper = 0.4 + 1.2 * article.heat
        inclination = INCLINATION[author.temperament]
        weights = [weight if kind in _CALM else weight * temper for kind, weight in inclination.items()]
        return self.rng.choices(tuple(inclination), weights=weights)[0]

    def answered(self, article: DemoArticle, author: Reader, kind: Kind) -> Remark | None:
        """Choose the earlier comment under the article which this one answers, if it answers one."""
        thread = [remark for remark in self._threads.get(article.id, ()) if remark.author_id != author.id]
        if not thread or kind is Kind.SPAM or self.rng.random() >= _REPLIES:
            return None
        return self.rng.choices(thread, weights=range(1, len(thread) + 1))[0]

    def remember(self, article_id: str, remark: Remark) -> None:
        """Let others answer a comment."""
        self._threads.setdefault(article_id, deque(maxlen=_REMEMBERED)).append(remark)

    def called(self, name: str) -> str:
        """Write a name as another reader would."""
        first, _, rest = name.partition(" ")
        return first if rest and len(first) > 2 and "." not in first and self.rng.random() < 0.6 else name
