"""Where files are fetched from instead of their own hosts."""

from urllib.parse import urlsplit


def mirrored(url: str, mirror: str | None) -> str:
    """Return the address of a file on the mirror: the same path below the mirror's own address; `url` without one."""
    if mirror is None:
        return url
    return mirror.rstrip("/") + urlsplit(url).path
