"""Readers who write now: an endless stream for `ombud demo`."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime

from ombud.demo.articles import ARTICLES
from ombud.demo.comment import LiveComment
from ombud.demo.conversation import Conversation, Remark
from ombud.demo.readers import demo_readers
from ombud.demo.texts.by_kind import write


def live_comments(seed: int, newsroom_seed: int = 1) -> Iterator[LiveComment]:
    """Yield comments without end. The same seeds give the same comments, with the same ids.

    `newsroom_seed` is the seed the thirty days were made with, so that the same readers go on writing. Take a fresh
    `seed` for each run: comments with an id that Ombud knows are not new to it.
    """
    rng = random.Random(f"live {seed}")
    now = datetime(2000, 1, 31, 12, tzinfo=UTC)  # any moment: readers' and articles' ages are relative to it
    conversation = Conversation(demo_readers(newsroom_seed), now, rng)
    number = 0
    while True:
        number += 1
        author = conversation.author(now)
        article = rng.choices(ARTICLES, weights=[article.appeal for article in ARTICLES])[0]
        kind = conversation.kind(author, article)
        answered = conversation.answered(article, author, kind)
        to = conversation.called(answered.author_name) if answered else None
        external_id = f"live-{seed}-{number:06d}"
        conversation.remember(article.id, Remark(external_id, author.id, author.name))
        yield LiveComment(
            external_id=external_id,
            parent_external_id=answered.external_id if answered else None,
            article_id=article.id,
            author_id=author.id,
            author_name=author.name,
            text=write(kind, article.id, to, author.habit, rng),
            kind=kind,
        )
