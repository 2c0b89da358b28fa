"""A property of characters, worked out for each when it is first met."""

from collections.abc import Callable

MOST_REMEMBERED = 16_384
"""Characters; more than a site's scripts have. A sender of all the others cannot fill the memory."""


class CharacterTable(dict[int, str]):
    """Maps code points to strings, for `str.translate` and by itself."""

    def __init__(self, work_out: Callable[[str], str]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, code: int) -> str:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        found = self[code] = self._work_out(chr(code))
        return found

    def each(self, text: str) -> list[str]:
        """Return what each character of a text maps to."""
        return list(map(self.__getitem__, map(ord, text)))
