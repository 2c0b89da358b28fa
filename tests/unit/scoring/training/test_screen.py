"""Setting a screen, with the linear model that ships and a full model that goes by words."""

import json
import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from ombud.domain.errors import CallerError
from ombud.domain.scores import ModelIdentity, TextScores
from ombud.scoring.cascade import SCREEN, Heads, Screen
from ombud.scoring.models.catalogue import LINEAR, load_engine, load_screen, verify
from ombud.scoring.training.screen import fit_screen, tuning_comments, write_screen

RUDE = ("idiot", "moron", "stupid", "scum", "disgusting")
CALM = (
    "the",
    "council",
    "will",
    "vote",
    "on",
    "a",
    "new",
    "bus",
    "line",
    "week",
    "and",
    "people",
    "here",
    "like",
    "it",
)
THRESHOLDS = {"toxicity": 0.6, "spam": 0.7}


class WordEngine:
    """Toxic is a text with a rude word in it."""

    identity = ModelIdentity("words", "1")
    attributes = ("toxicity",)
    languages = None

    def score(self, texts: Sequence[str]) -> list[TextScores]:
        return [TextScores({"toxicity": 0.9 if any(word in text for word in RUDE) else 0.1}) for text in texts]


def comments(count: int, rude_share: float = 0.2) -> list[str]:
    chance = random.Random(1)
    made = []
    for _ in range(count):
        words = chance.choices(CALM, k=chance.randint(4, 30))
        if chance.random() < rude_share:
            words.insert(chance.randint(0, len(words)), chance.choice(RUDE))
        made.append(" ".join(words))
    return made


@pytest.fixture(scope="module")
def heads() -> Heads:
    return Heads.load(LINEAR)


def test_a_screen_spares_the_most_and_misses_no_more_than_is_allowed(heads: Heads) -> None:
    fit = fit_screen(heads, WordEngine(), comments(800), THRESHOLDS, allowed_miss=0.01)
    found = fit.measured
    assert found.texts == 800
    assert found.missed <= 0.01 * found.holds
    assert found.low <= found.missed / found.holds <= found.high
    assert found.spared > 0.7 * (found.texts - found.holds)
    assert fit.thresholds == {"toxicity": 0.6}  # the full model gives no spam


def test_it_does_on_other_comments_what_it_did_on_those_it_was_set_on(heads: Heads) -> None:
    screen = Screen(fit_screen(heads, WordEngine(), comments(800), THRESHOLDS, allowed_miss=0.01), "x", heads)
    others = [text.replace("council", "parish") for text in comments(1600)[800:]]
    spared = [screen.spares(glance, THRESHOLDS) for glance in screen.look(others)]
    held = [scores.scores["toxicity"] > 0.6 for scores in WordEngine().score(others)]
    assert sum(spared) > 0.6 * held.count(False)
    assert sum(s and h for s, h in zip(spared, held, strict=True)) <= 0.04 * sum(held)


def test_more_may_be_missed_where_more_is_allowed(heads: Heads) -> None:
    strict, lax = (fit_screen(heads, WordEngine(), comments(400), THRESHOLDS, allowed) for allowed in (0.0, 0.2))
    assert strict.measured.missed == 0
    assert lax.measured.spared > strict.measured.spared


def test_too_few_holds_set_no_bar(heads: Heads) -> None:
    with pytest.raises(CallerError, match="are the fewest"):
        fit_screen(heads, WordEngine(), comments(100), THRESHOLDS)


def test_a_screen_becomes_a_file_of_its_model_and_is_checked_with_the_others(tmp_path: Path, heads: Heads) -> None:
    folder = tmp_path / "full"
    shutil.copytree(LINEAR, folder)
    full = load_engine(str(folder))
    assert load_screen(str(folder), full.identity) is None
    write_screen(folder, fit_screen(heads, full, comments(600), THRESHOLDS))
    screen = load_screen(str(folder), full.identity)
    assert screen is not None
    assert json.loads((folder / SCREEN).read_text())["measured"]["texts"] == 600
    assert verify(str(folder)) == []
    (folder / SCREEN).write_bytes((folder / SCREEN).read_bytes() + b" ")
    assert "screen.json has changed" in verify(str(folder))[0]


def test_comments_come_from_the_files_that_are_there(tmp_path: Path) -> None:
    with pytest.raises(CallerError, match=r"has none of wikipedia_in_context\.csv"):
        tuning_comments(tmp_path)
    (tmp_path / "tune").mkdir()
    (tmp_path / "tune" / "fox_news.csv").write_text("text,hateful\nhello,0\nyou,1\n")
    assert tuning_comments(tmp_path) == ["hello", "you"]
