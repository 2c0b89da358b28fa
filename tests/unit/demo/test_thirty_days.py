import difflib
import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from ombud.demo.articles import ARTICLES_BY_ID, MAIN_ARTICLE
from ombud.demo.brigade import MINUTES
from ombud.demo.comment import DemoComment, as_posted
from ombud.demo.kinds import Kind
from ombud.demo.newsroom import thirty_days
from ombud.demo.readers import Temperament, brigade_start, demo_readers
from ombud.demo.rhythm import SURGE_FACTOR, surge_window

NOW = datetime(2026, 11, 23, 9, 4, tzinfo=UTC)
DIGITS = re.compile(r"\+?\d(?:[ .\-]?\d){6,}")
FICTIONAL_NUMBER = re.compile(r"(\+44|0)7700900\d{3}")
MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
HOST = re.compile(r"(?:https?://|www\.)([\w.-]+)")


@pytest.fixture(scope="module")
def comments() -> list[DemoComment]:
    return list(thirty_days(1, NOW))


def texts_of(comments: list[DemoComment]) -> list[str]:
    return [text for comment in comments for text in (comment.text, comment.edited_text) if text is not None]


def test_the_same_seed_writes_the_same_newsroom(comments: list[DemoComment]) -> None:
    assert list(thirty_days(1, NOW)) == comments


def test_another_seed_writes_another_newsroom(comments: list[DemoComment]) -> None:
    other = list(thirty_days(2, NOW))
    assert not {c.external_id for c in other} & {c.external_id for c in comments}
    assert [c.text for c in other] != [c.text for c in comments]


@pytest.mark.parametrize("count", [0, 1, 19, 300, 6000])
def test_there_are_as_many_comments_as_asked_for(count: int) -> None:
    assert len(list(thirty_days(1, NOW, count))) == count


def test_now_must_say_its_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        next(thirty_days(1, datetime(2026, 1, 1)))  # noqa: DTZ001


def test_most_texts_are_distinct(comments: list[DemoComment]) -> None:
    assert len({comment.text for comment in comments}) >= 5_000


def test_every_kind_is_there_and_most_are_calm(comments: list[DemoComment]) -> None:
    kinds = Counter(comment.kind for comment in comments)
    assert set(kinds) == set(Kind)
    assert all(count >= 20 for count in kinds.values())
    assert kinds[Kind.CIVIL] > len(comments) / 2


def test_texts_are_within_the_limits_of_the_api(comments: list[DemoComment]) -> None:
    for text in texts_of(comments):
        assert 1 <= len(text) <= 10_000
        assert "\0" not in text
        text.encode()


def test_no_slot_was_left_empty(comments: list[DemoComment]) -> None:
    assert not [text for text in texts_of(comments) if re.search(r"[{}]|@[\s.,]", text)]


def test_lengths_vary_from_a_few_words_to_paragraphs(comments: list[DemoComment]) -> None:
    lengths = sorted(len(comment.text) for comment in comments)
    assert lengths[len(lengths) // 20] < 40
    assert lengths[-len(lengths) // 20] > 350
    assert sum("\n\n" in comment.text for comment in comments) > 100


def test_times_rise_within_the_thirty_days(comments: list[DemoComment]) -> None:
    times = [comment.created_at for comment in comments]
    assert times == sorted(times)
    assert times[0] >= NOW - timedelta(days=30)
    assert times[-1] < NOW


def test_nobody_comments_before_article_or_account_exist(comments: list[DemoComment]) -> None:
    readers = {reader.id: reader for reader in demo_readers(1)}
    for comment in comments:
        assert comment.created_at >= ARTICLES_BY_ID[comment.article_id].published_at(NOW)
        assert comment.created_at >= readers[comment.author_id].registered_at(NOW)


def test_every_parent_stands_earlier_under_the_same_article(comments: list[DemoComment]) -> None:
    article_of: dict[str, str] = {}
    for comment in comments:
        if comment.parent_external_id is not None:
            assert article_of[comment.parent_external_id] == comment.article_id
        article_of[comment.external_id] = comment.article_id
    assert len(article_of) == len(comments)
    assert sum(comment.parent_external_id is not None for comment in comments) > 1_000


def test_edits_and_reports_come_before_now_and_from_others(comments: list[DemoComment]) -> None:
    assert sum(comment.edited_text is not None for comment in comments) > 50
    for comment in comments:
        assert (comment.edited_text is None) == (comment.edited_minutes_after is None)
        assert comment.edited_text != comment.text
        reporters = [reporter for reporter, _, _ in comment.reports]
        assert comment.author_id not in reporters
        assert len(set(reporters)) == len(reporters)
        for minutes in (*(minutes for _, _, minutes in comment.reports), comment.edited_minutes_after or 1):
            assert comment.created_at < comment.created_at + timedelta(minutes=minutes) <= NOW


def test_nights_are_quiet(comments: list[DemoComment]) -> None:
    hours = Counter(comment.created_at.hour for comment in comments)
    assert 8 * sum(hours[hour] for hour in range(1, 5)) < sum(hours[hour] for hour in range(18, 22))


def test_the_surge_is_many_times_the_usual_rate(comments: list[DemoComment]) -> None:
    start, end = surge_window(NOW)
    in_surge = sum(start <= comment.created_at < end for comment in comments)
    usual = sum(comment.created_at.hour == start.hour for comment in comments) - in_surge
    assert SURGE_FACTOR / 2 < in_surge / (usual / 29) < SURGE_FACTOR * 2


def test_the_brigade_is_new_quick_and_nearly_identical(comments: list[DemoComment]) -> None:
    brigade = [comment for comment in comments if comment.kind is Kind.BRIGADE]
    members = {reader.id: reader for reader in demo_readers(1) if reader.temperament is Temperament.BRIGADE_MEMBER}
    authors = {comment.author_id for comment in brigade}
    start = brigade_start(NOW)
    assert len(brigade) == 60
    assert authors == set(members)
    assert {comment.article_id for comment in brigade} == {MAIN_ARTICLE.id}
    assert all(start <= comment.created_at < start + timedelta(minutes=MINUTES) for comment in brigade)
    assert all(start - timedelta(days=2) <= member.registered_at(NOW) < start for member in members.values())
    assert len({comment.text for comment in brigade}) > 50
    likeness = [difflib.SequenceMatcher(None, brigade[0].text.split(), c.text.split()).ratio() for c in brigade[1:]]
    assert min(likeness) > 0.55
    assert sum(likeness) / len(likeness) < 0.95


def test_telephone_numbers_are_those_reserved_for_fiction(comments: list[DemoComment]) -> None:
    numbers = [re.sub(r"[ .\-]", "", found) for text in texts_of(comments) for found in DIGITS.findall(text)]
    assert numbers
    assert [number for number in numbers if not FICTIONAL_NUMBER.fullmatch(number)] == []


def test_mailboxes_and_links_lie_in_reserved_domains(comments: list[DemoComment]) -> None:
    domains = {domain for text in texts_of(comments) for domain in (*MAIL.findall(text), *HOST.findall(text))}
    assert domains
    assert [d for d in domains if not re.search(r"(^|\.)(example|example\.(com|org|net))$", d)] == []


def test_a_comment_goes_to_the_api_without_what_it_really_is(comments: list[DemoComment]) -> None:
    readers = {reader.id: reader for reader in demo_readers(1)}
    reply = next(comment for comment in comments if comment.parent_external_id)
    body = as_posted(reply, readers[reply.author_id], NOW, "http://localhost:8000/demo/")
    assert set(body) == {"external_id", "parent_external_id", "text", "article", "author", "created_at"}
    assert body["article"]["url"].startswith("http://localhost:8000/demo/articles/")
    assert set(body["author"]) == {"id", "name", "registered_at", "role"}
