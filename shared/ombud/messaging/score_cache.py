"""Scores of texts that were scored a while ago, so that the same text is not scored twice.

Redis learns nothing of the texts: places and seals are keyed hashes (BLAKE2b), values are scores, names of views and
offsets. A place is one of 32,768, so however many texts come by, what is kept is at most 32 MiB, and a text pushes out
whatever was in its place. Each entry is gone after an hour.

Whether an entry is this text's, by this model and in this form, its seal alone decides. What is foreign, forged, cut
off or of another version does not open, and is as good as absent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from hashlib import blake2b
from hmac import compare_digest

from pydantic import TypeAdapter
from redis import Redis

from ombud.domain.scores import TextScores
from ombud.messaging.impatient import PATIENCE_SECONDS, ImpatientRedis

PLACES = 1 << 15
KEPT_SECONDS = 3600
LONGEST_ENTRY = 1024
"""In bytes. A comment's scores take some 500; one with more evidence than this is scored again."""

_SEAL_BYTES = 16
_FORM = TypeAdapter(TextScores)
_FIELDS = ",".join(f"{field.name}:{field.type}" for field in fields(TextScores))
"""Entries that another release made of other fields do not open."""


class ScoreCache:
    """What this service's models made of texts, in Redis. Where that is away, nothing is known and nothing is kept.

    An `edition` names all that the scores of a text depend on, but the text.
    """

    def __init__(self, redis_url: str, secret: bytes, *, patience: float = PATIENCE_SECONDS) -> None:
        """Connect with the first question. Processes with the same secret share what they know."""
        self._redis = ImpatientRedis(redis_url, without="scores_not_cached", patience=patience)
        self._key = blake2b(secret, digest_size=32, person=b"ombud.scores").digest()

    def recall(self, edition: str, texts: Sequence[str]) -> list[TextScores | None]:
        """Return what is known of each text, in one round trip."""
        if not texts:
            return []
        digests = [self._digest(text) for text in texts]
        entries = self._redis.ask(lambda redis: redis.mget([_place(digest) for digest in digests]))
        if entries is None:
            return [None] * len(texts)
        key = self._edition_key(edition)
        return [_opened(key, digest, entry) for digest, entry in zip(digests, entries, strict=True)]

    def keep(self, edition: str, scored: Mapping[str, TextScores]) -> None:
        """Keep the scores of texts for an hour, in one round trip. What could not be read in full is not kept."""
        key = self._edition_key(edition)
        digests = {self._digest(text): scores for text, scores in scored.items() if scores.unread is None}
        entries = {_place(digest): _sealed(key, digest, scores) for digest, scores in digests.items()}
        short = {place: entry for place, entry in entries.items() if len(entry) <= LONGEST_ENTRY}
        if short:
            self._redis.ask(lambda redis: _store(redis, short))

    def forget(self, texts: Iterable[str]) -> None:
        """Drop what is known of texts, by whatever model. Without Redis it goes within the hour by itself."""
        places = [_place(self._digest(text)) for text in texts]
        if places:
            self._redis.ask(lambda redis: redis.unlink(*places))

    def _digest(self, text: str) -> bytes:
        return blake2b(text.encode("utf-8", "surrogatepass"), key=self._key, digest_size=32).digest()

    def _edition_key(self, edition: str) -> bytes:
        return blake2b(f"{_FIELDS}\0{edition}".encode(), key=self._key, digest_size=32).digest()


def _place(digest: bytes) -> str:
    return f"ombud:scores:{int.from_bytes(digest[:8]) % PLACES:04x}"


def _seal(key: bytes, digest: bytes, body: bytes) -> bytes:
    return blake2b(digest + body, key=key, digest_size=_SEAL_BYTES).digest()


def _sealed(key: bytes, digest: bytes, scores: TextScores) -> bytes:
    body = _FORM.dump_json(scores, exclude_defaults=True)
    return _seal(key, digest, body) + body


def _opened(key: bytes, digest: bytes, entry: bytes | str | None) -> TextScores | None:
    if not isinstance(entry, bytes):
        return None
    seal, body = entry[:_SEAL_BYTES], entry[_SEAL_BYTES:]
    return _FORM.validate_json(body) if compare_digest(seal, _seal(key, digest, body)) else None


def _store(redis: Redis, entries: Mapping[str, bytes]) -> None:
    with redis.pipeline(transaction=False) as pipeline:
        for place, entry in entries.items():
            pipeline.set(place, entry, ex=KEPT_SECONDS)
        pipeline.execute()
