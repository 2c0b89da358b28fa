"""Playing readers: posts comments at a rate, over the public API, and counts what came of them."""

import http.client
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from textwrap import shorten
from time import monotonic, sleep
from urllib.parse import urlsplit

from ombud.demo.comment import LiveComment
from ombud.domain.errors import OmbudError

TIMEOUT_SECONDS = 15
WAIT_SECONDS = 2
SHOWN_LENGTH = 70


@dataclass(slots=True)
class Tally:
    """How many comments came to which status; `failed` are those that the service did not accept."""

    statuses: Counter[str] = field(default_factory=Counter)
    failed: int = 0

    def as_json(self) -> dict[str, int]:
        """Return the counts."""
        return {**self.statuses, "failed": self.failed}

    def as_text(self) -> str:
        """Return the counts as a sentence."""
        told = ", ".join(f"{count} {status}" for status, count in sorted(self.statuses.items())) or "nothing"
        return f"Posted: {told}." + (f" Not accepted: {self.failed}." if self.failed else "")


def play(url: str, key: str, comments: Iterable[LiveComment], rate: float, tally: Tally) -> Iterator[str]:
    """Post each comment when it is due, and yield a line about what became of it."""
    address = urlsplit(url)
    connect = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = connect(address.hostname or "", address.port, timeout=TIMEOUT_SECONDS)
    headers = {
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/json",
        "Prefer": f"wait={WAIT_SECONDS}",
    }
    started = monotonic()
    for number, comment in enumerate(comments):
        sleep(max(0.0, started + number / rate - monotonic()))
        try:
            connection.request("POST", "/v1/comments", json.dumps(_body(comment)), headers)
            answer = connection.getresponse()
            told = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise OmbudError(f"{url} does not answer ({type(error).__name__}). Is `ombud up` running?") from None
        if answer.status >= http.HTTPStatus.BAD_REQUEST:
            tally.failed += 1
            yield f"{answer.status}       {told.get('detail', '')}"
            continue
        tally.statuses[told["status"]] += 1
        text = shorten(comment.text, SHOWN_LENGTH, placeholder=" …")
        yield f"{told['status']:9} {comment.author_name}: {text}"


def _body(comment: LiveComment) -> dict[str, object]:
    return {
        "external_id": comment.external_id,
        "parent_external_id": comment.parent_external_id,
        "text": comment.text,
        "article": {"id": comment.article_id},
        "author": {"id": comment.author_id, "name": comment.author_name},
    }
