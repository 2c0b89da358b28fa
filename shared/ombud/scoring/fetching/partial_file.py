"""What there is of a file that is still being fetched."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash


class PartialFile:
    """Lies beside its target. `validator` is what the server called this content, by which it can be resumed."""

    def __init__(self, target: Path) -> None:
        self.path = target.with_name(f"{target.name}.part")
        self._tag_path = target.with_name(f"{target.name}.part.tag")

    @property
    def size(self) -> int:
        """Bytes that are there."""
        return self.path.stat().st_size if self.path.exists() else 0

    @property
    def validator(self) -> str:
        """The server's name for the content; empty where it gave none, and then nothing can be resumed."""
        return self._tag_path.read_text("latin-1") if self._tag_path.exists() else ""

    def digest(self) -> "_Hash":
        """Take the sum of what is there, to be gone on with."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256")

    def begin(self, validator: str) -> None:
        """Start with nothing."""
        self.path.write_bytes(b"")
        self._tag_path.write_text(validator, "latin-1")

    def drop(self) -> None:
        """Forget what is there."""
        self.path.unlink(missing_ok=True)
        self._tag_path.unlink(missing_ok=True)

    def finish(self, target: Path) -> None:
        """Give the whole file its name."""
        self.path.replace(target)
        self._tag_path.unlink(missing_ok=True)
