"""Sums of files that were fetched before, so that what is fetched again cannot be something else."""

import json
from collections.abc import Mapping
from pathlib import Path

from ombud.domain.errors import ModelError

PINS = "pins.json"


def read_pins(models: Path) -> Mapping[str, str]:
    """Read the sha256 of each file that a model was made of here, by address. `ModelError` where it is not readable."""
    path = models / PINS
    try:
        pins = json.loads(path.read_text("utf-8"))
        return {str(url): str(digest) for url, digest in pins.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, AttributeError) as error:
        raise ModelError(f"{path} cannot be read ({error}). Restore it, or delete it to pin everything anew.") from None


def add_pins(models: Path, sums: Mapping[str, str]) -> None:
    """Pin files that were used for the first time; what is pinned stays."""
    path = models / PINS
    pins = {**sums, **read_pins(models)}
    new = path.with_name(f".{PINS}.new")
    new.write_text(json.dumps(pins, indent=2, sort_keys=True) + "\n", "utf-8")
    new.replace(path)


def require_expected(path: Path, url: str, digest: str, known_begin: str, models: Path) -> bool:
    """Compare a file's sum with what is known of it, and return whether all of it was known beforehand.

    `known_begin` is what the catalogue knows, in hex; the rest is what was pinned when the file was first used.
    `ModelError` says which file differs, from what, and what to do.
    """
    pinned = read_pins(models).get(url, "")
    if not digest.startswith(known_begin):
        raise ModelError(
            f"{path} is not the file that was published: its sha256 begins {digest[:12]}, expected {known_begin[:12]}. "
            "It was cut short or changed on the way. Fetch it again; if that repeats, do not use where it came from."
        )
    if pinned and pinned != digest:
        raise ModelError(
            f"{path} is not the file that was used here before: its sha256 begins {digest[:12]}, then {pinned[:12]}. "
            f"If its publisher is known to have changed it, delete its line in {models / PINS} and fetch it again."
        )
    return bool(pinned) or len(known_begin) == len(digest)
