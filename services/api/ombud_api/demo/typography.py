"""Set the newspaper's own texts as a printer would. Readers' words are left as they are."""

import re
from typing import Final

_OPENING: Final = re.compile(r'(^|[\s(\u2014])"')


def typographic(text: str) -> str:
    """Put curly quotation marks and apostrophes for the straight ones."""
    return _OPENING.sub("\\1\u201c", text).replace('"', "\u201d").replace("'", "\u2019")
