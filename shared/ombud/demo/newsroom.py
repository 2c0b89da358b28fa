"""Thirty days of readers' comments, the same ones for the same seed."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from heapq import merge
from typing import Final

from ombud.demo import brigade
from ombud.demo.articles import MAIN_ARTICLE
from ombud.demo.comment import DemoComment
from ombud.demo.conversation import Conversation, Remark
from ombud.demo.kinds import Kind
from ombud.demo.reader_reports import reports_on
from ombud.demo.readers import Reader, Temperament, demo_readers
from ombud.demo.rhythm import moments, surge_window
from ombud.demo.texts.by_kind import write
from ombud.demo.texts.revised import revised

_EDITED: Final = {Kind.CIVIL: 0.025, Kind.HEATED: 0.02, Kind.INSULTING: 0.08, Kind.HATEFUL: 0.03, Kind.OBFUSCATED: 0.03}
_SMALL_NEWSROOM: Final = 20
"""In a small newsroom the brigade is one comment in so many."""

_Post = tuple[datetime, Reader | None, str]
"""A moment, and for the brigade the author and the text."""


def thirty_days(seed: int, now: datetime, count: int = 6000) -> Iterator[DemoComment]:
    """Yield `count` comments of the thirty days before `now`, from the oldest to the newest.

    The same seed and `now` give the same comments; ids depend on the seed and the order alone. `now` must be aware.
    """
    if now.tzinfo is None:
        raise ValueError("'now' must be an aware datetime")
    rng = random.Random(f"thirty days {seed}")
    readers = demo_readers(seed)
    conversation = Conversation(readers, now, rng)
    surge_start, surge_end = surge_window(now)
    for number, (moment, member, text) in enumerate(_schedule(count, readers, now, rng), start=1):
        external_id = f"demo-{seed}-{number:05d}"
        if member is None:
            comment = _comment(external_id, moment, conversation, in_surge=surge_start <= moment < surge_end)
        else:
            comment = DemoComment(
                external_id, None, MAIN_ARTICLE.id, member.id, member.name, text, None, moment, Kind.BRIGADE
            )  # fmt: skip
        conversation.remember(comment.article_id, Remark(external_id, comment.author_id, comment.author_name))
        yield _with_aftermath(comment, readers, now, rng)


def _schedule(count: int, readers: tuple[Reader, ...], now: datetime, rng: random.Random) -> Iterator[_Post]:
    size = min(brigade.SIZE, count // _SMALL_NEWSROOM)
    members = [reader for reader in readers if reader.temperament is Temperament.BRIGADE_MEMBER]
    ordinary: list[_Post] = [(moment, None, "") for moment in moments(count - size, now, rng)]
    organised: list[_Post] = list(brigade.brigade_posts(size, members, now, rng))
    return merge(ordinary, organised, key=lambda post: post[0])


def _comment(external_id: str, moment: datetime, conversation: Conversation, *, in_surge: bool) -> DemoComment:
    author = conversation.author(moment)
    article = conversation.article(moment, in_surge=in_surge)
    kind = conversation.kind(author, article)
    answered = conversation.answered(article, author, kind)
    to = conversation.called(answered.author_name) if answered else None
    text = write(kind, article.id, to, author.habit, conversation.rng)
    parent = answered.external_id if answered else None
    return DemoComment(external_id, parent, article.id, author.id, author.name, text, None, moment, kind)


def _with_aftermath(
    comment: DemoComment, readers: tuple[Reader, ...], now: datetime, rng: random.Random
) -> DemoComment:
    """Add the edit and the reports that came before `now`."""
    minutes_left = int((now - comment.created_at) / timedelta(minutes=1))
    reports = reports_on(comment.kind, comment.author_id, readers, minutes_left, rng)
    if minutes_left < 2 or rng.random() >= _EDITED.get(comment.kind, 0.0):
        return replace(comment, reports=reports)
    minutes = min(minutes_left - 1, 1 + int(rng.expovariate(1 / 12)))
    text = revised(comment.text, comment.kind, comment.article_id, rng)
    return replace(comment, reports=reports, edited_text=text, edited_minutes_after=minutes)
