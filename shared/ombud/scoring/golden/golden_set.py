"""The texts of the golden set."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import yaml

ANY = "any"
"""Expected where good newsrooms would differ."""


@dataclass(frozen=True, slots=True)
class GoldenText:
    """A text, its kind, and the verdict that a good newsroom would want: `approve`, `hold`, `reject` or `any`."""

    kind: str
    expected: str
    text: str

    @property
    def key(self) -> str:
        """What scores are stored under: the beginning of the text's sha256, so that an edited text has none."""
        return sha256(self.text.encode()).hexdigest()[:12]


@lru_cache(maxsize=1)
def golden_texts() -> tuple[GoldenText, ...]:
    """Read the set in the order of its file, `texts.yaml`."""
    content = yaml.safe_load((files(__package__) / "texts.yaml").read_text("utf-8"))
    return tuple(_texts(content))


def _texts(content: dict[str, list[dict[str, Any]]]) -> Iterator[GoldenText]:
    for kind, lines in content.items():
        for line in lines:
            [(expected, text)] = line.items()
            yield GoldenText(kind, expected, text)
