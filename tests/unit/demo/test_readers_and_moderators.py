import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest

from ombud.demo.articles import ARTICLES, MAIN_ARTICLE
from ombud.demo.bad_policy import BAD_POLICY_THRESHOLDS, bad_policy_window
from ombud.demo.kinds import Kind
from ombud.demo.moderators import MODERATORS, simulated_moderator
from ombud.demo.readers import HEADCOUNT, demo_readers
from ombud.demo.readers_traffic import live_comments
from ombud.demo.texts.by_kind import write
from ombud.demo.texts.grammar import continued
from ombud.demo.texts.habits import Habit
from ombud.demo.texts.obfuscated import DISGUISES, disguise
from ombud.demo.texts.topics import TOPICS
from ombud.domain.decision import Verdict
from ombud.domain.scores import ATTRIBUTES

WRITABLE = [kind for kind in Kind if kind is not Kind.BRIGADE]


def test_four_hundred_readers_have_names_of_their_own() -> None:
    readers = demo_readers(1)
    assert len(readers) == 400
    assert len({reader.name for reader in readers}) == len({reader.id for reader in readers}) == 400
    assert Counter(reader.temperament for reader in readers) == HEADCOUNT
    assert readers == demo_readers(1)
    assert readers != demo_readers(2)


def test_every_article_has_something_to_talk_about() -> None:
    assert set(TOPICS) == {article.id for article in ARTICLES}
    assert len({article.slug for article in ARTICLES}) == len(ARTICLES)


def test_the_main_article_is_told_in_full() -> None:
    assert 500 <= sum(len(paragraph.split()) for paragraph in MAIN_ARTICLE.paragraphs) <= 750


@pytest.mark.parametrize("kind", WRITABLE)
@pytest.mark.parametrize("article_id", sorted(TOPICS))
def test_every_kind_can_be_written_about_everything(kind: Kind, article_id: str) -> None:
    rng = random.Random(7)
    for to in (None, "Ines"):
        for habit in Habit:
            texts = [write(kind, article_id, to, habit, rng) for _ in range(40)]
            assert all(text.strip() and "{" not in text for text in texts)


def test_every_disguise_changes_the_insult_and_nothing_else() -> None:
    for seed in range(60):
        hidden = disguise("A stupid idiot on the bridge.", random.Random(seed))
        assert hidden.startswith("A ")
        assert hidden.endswith(" on the bridge.")
        assert "stupid idiot" not in hidden
    assert len(DISGUISES) == 6


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge is gone.", "But the bridge is gone."),
        ("Corr is right.", "But Corr is right."),
        ("I know.", "But I know."),
    ],
)
def test_a_continued_sentence_keeps_the_capital_of_a_name(text: str, expected: str) -> None:
    assert continued("But", text) == expected


def test_moderators_reject_what_is_bad_and_do_not_always_agree() -> None:
    rng = random.Random(1)
    by_kind = {kind: [simulated_moderator(kind, rng) for _ in range(1_000)] for kind in Kind}
    for kind, rulings in by_kind.items():
        approved = sum(ruling.verdict is Verdict.APPROVE for ruling in rulings) / len(rulings)
        assert approved > 0.7 if kind in (Kind.CIVIL, Kind.HEATED) else approved < 0.3
        assert all((ruling.reason is None) == (ruling.verdict is Verdict.APPROVE) for ruling in rulings)
        assert all(ruling.latency_minutes >= 1 for ruling in rulings)
    heated = by_kind[Kind.HEATED]
    shares = {
        moderator.name: sum(r.verdict is Verdict.APPROVE for r in heated if r.moderator is moderator)
        / sum(r.moderator is moderator for r in heated)
        for moderator in MODERATORS
    }
    assert shares["Teo Quill"] > shares["Wren Okafor"]


def test_the_bad_policy_was_active_for_five_hours() -> None:
    start, end = bad_policy_window(datetime(2026, 11, 23, 0, 5, tzinfo=UTC))
    assert start == datetime(2026, 11, 9, 10, tzinfo=UTC)
    assert end - start == timedelta(hours=5)
    assert set(BAD_POLICY_THRESHOLDS) <= set(ATTRIBUTES)


def test_live_readers_write_without_end_and_the_same_for_the_same_seed() -> None:
    comments = list(islice(live_comments(3), 2_000))
    assert comments == list(islice(live_comments(3), 2_000))
    assert len({comment.external_id for comment in comments}) == 2_000
    assert len({comment.text for comment in comments}) > 1_700
    earlier: set[str] = set()
    for comment in comments:
        assert comment.parent_external_id is None or comment.parent_external_id in earlier
        earlier.add(comment.external_id)
    assert not {c.external_id for c in islice(live_comments(4), 100)} & earlier
