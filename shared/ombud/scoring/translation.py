"""Translating a model's scores to the scale of another service, so that a site's old threshold keeps its meaning."""

import json
from bisect import bisect_right
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ombud.domain.errors import ModelError

PERSPECTIVE = "perspective.json"
"""The file beside a model's weights that holds its translation to Perspective's scale."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A map that never falls: `own` scores, rising, and what each means on the other scale; straight lines between.

    `low` and `high` are the 95 % interval of each entry of `translated`. It was fitted on `rows` texts of `fitted_on`
    for the attribute `attribute`; whoever uses it for others should say so.
    """

    attribute: str
    fitted_on: str
    rows: int
    own: tuple[float, ...]
    translated: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    def translate(self, score: float) -> float:
        """Return a score 0-1 on the other scale, rounded to four places."""
        after = bisect_right(self.own, score)
        if after == len(self.own):
            return self.translated[-1]
        if after == 0:
            return self.translated[0]
        left, right = self.own[after - 1], self.own[after]
        share = (score - left) / (right - left)
        return round(self.translated[after - 1] + share * (self.translated[after] - self.translated[after - 1]), 4)

    def as_json(self) -> str:
        """Write the translation as indented JSON with a final line break."""
        return json.dumps(asdict(self), indent=2) + "\n"


def read_translation(path: Path) -> Translation:
    """Read a translation; `ModelError` where it is none, or falls somewhere."""
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        columns = {name: tuple(map(float, content[name])) for name in ("own", "translated", "low", "high")}
        found = Translation(**{**content, **columns})
        if len({len(column) for column in columns.values()}) != 1 or len(found.own) < 2:
            raise ValueError("its columns differ in length")
        if list(found.own) != sorted(set(found.own)) or list(found.translated) != sorted(found.translated):
            raise ValueError("its scores do not rise")
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelError(f"{path} cannot be read as a translation ({error}). Fit it anew.") from None
    return found
