"""One file over HTTP: resumed where it broke off, bounded in size, its sum taken on the way."""

import os
import time
import urllib.error
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path

from ombud.domain.errors import ModelError
from ombud.scoring.fetching.connection import RefusedRedirectError, open_address
from ombud.scoring.fetching.partial_file import PartialFile

Progress = Callable[[int, int | None], None]
"""Told how many bytes are there, and of how many, where the other side says so."""

_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait: `timeout` seconds without a byte end an attempt; `tries` in a row without one end it all.

    Between attempts it waits `pause` seconds, twice as long each time.
    """

    timeout: float = 30.0
    tries: int = 5
    pause: float = 1.0


PATIENCE = Patience()


class _BrokenOffError(Exception):
    """The rest of the file did not come; what did is kept."""


def download(
    url: str, target: Path, at_most: int, progress: Progress = lambda _, __: None, patience: Patience = PATIENCE
) -> str:
    """Fetch a file to `target`, which appears only when it is whole, and return its sha256 in hex.

    What an earlier attempt left beside it is resumed where the server still has the same content. `ModelError` where
    the server refuses, the file has more than `at_most` bytes, or nothing comes any more; what did come is kept.
    """
    part = PartialFile(target)
    failures = 0
    while True:
        before = part.size
        try:
            digest = _attempt(url, part, at_most, progress, patience.timeout)
        except _BrokenOffError as error:
            failures = 1 if part.size > before else failures + 1
            if failures >= patience.tries:
                raise ModelError(_gave_up(url, part.size, str(error))) from None
            time.sleep(patience.pause * 2 ** (failures - 1))
            continue
        part.finish(target)
        return digest


def _attempt(url: str, part: PartialFile, at_most: int, progress: Progress, timeout: float) -> str:
    headers = {}
    if part.size and part.validator:
        headers = {"Range": f"bytes={part.size}-", "If-Range": part.validator}
    try:
        with open_address(url, headers, timeout) as answer:
            resumed = answer.status == 206 and bool(headers) and _begins_at(answer) == part.size
            if not resumed:
                if answer.status == 206:
                    part.drop()
                    raise _BrokenOffError("it was resumed at another place")
                part.begin(_validator(answer))
            return _receive(url, answer, part, at_most, progress)
    except urllib.error.HTTPError as error:
        error.close()
        raise _meaning(url, part, error) from None
    except RefusedRedirectError as error:
        raise ModelError(f"{url} leads to {error}, where a download does not go: it is not encrypted.") from None
    except (OSError, HTTPException) as error:
        raise _BrokenOffError(_reason(error)) from None


def _receive(url: str, answer: HTTPResponse, part: PartialFile, at_most: int, progress: Progress) -> str:
    left = answer.headers.get("Content-Length")
    total = part.size + int(left) if left is not None and left.isdigit() else None
    if total is not None and total > at_most:
        part.drop()
        raise ModelError(_too_large(url, at_most))
    digest, received = part.digest(), part.size
    with part.path.open("ab") as file:
        for chunk in _chunks(answer):
            received += len(chunk)
            if received > at_most:
                file.close()
                part.drop()
                raise ModelError(_too_large(url, at_most))
            file.write(chunk)
            digest.update(chunk)
            progress(received, total)
        file.flush()
        os.fsync(file.fileno())
    if total is not None and received < total:
        raise _BrokenOffError(f"{total:,} bytes were announced")
    return digest.hexdigest()


def _chunks(answer: HTTPResponse) -> Iterator[bytes]:
    # read1 returns what has come; read would wait for all of a chunk, however slowly it drips.
    while chunk := answer.read1(_CHUNK):
        yield chunk


def _validator(answer: HTTPResponse) -> str:
    # A weak ETag says that two contents mean the same, not that their bytes are the same (RFC 9110, 13.1.5).
    tag: str = answer.headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else answer.headers.get("Last-Modified", "")


def _begins_at(answer: HTTPResponse) -> int | None:
    unit, _, place = answer.headers.get("Content-Range", "").partition(" ")
    begin = place.partition("-")[0]
    return int(begin) if unit == "bytes" and begin.isdigit() else None


def _meaning(url: str, part: PartialFile, error: urllib.error.HTTPError) -> Exception:
    """Tell what an answer without a file means: whether to try again."""
    if error.code == 416:
        part.drop()
        return _BrokenOffError("there was more of it than the server has")
    if error.code in {408, 425, 429, 500, 502, 503, 504}:
        return _BrokenOffError(f"the server answered {error.code} {error.reason}")
    if error.code < 400:
        return ModelError(f"{url} leads where a download does not go: {error.reason}.")
    return ModelError(
        f"{url} answered {error.code} {error.reason}. Check OMBUD_MODEL_MIRROR if it is set; otherwise the file has "
        "gone from there, and can be brought over by hand with `ombud model import`."
    )


def _gave_up(url: str, received: int, reason: str) -> str:
    if not received:
        return f"{url} cannot be fetched ({reason}). Check the network, the proxy and OMBUD_MODEL_MIRROR."
    return f"{url} broke off after {received:,} bytes ({reason}). Run the same command again: it goes on from there."


def _too_large(url: str, at_most: int) -> str:
    return f"{url} has more than {at_most:,} bytes, so it is not the file that was expected. It was not kept."


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    return "nothing came any more" if isinstance(reason, TimeoutError) else str(reason) or type(reason).__name__
