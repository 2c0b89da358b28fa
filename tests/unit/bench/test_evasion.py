"""What disguises get past the shipped model, on texts written for this test."""

import pytest

from ombud.bench.evasion import EvasionFigures, Measure
from ombud.domain.errors import CallerError
from ombud.scoring.evaluation import LabelledTexts
from ombud.scoring.models.catalogue import load_engine
from ombud.scoring.reading import ReadingEngine

RUDE = (
    "You are a complete idiot and everybody knows it.",
    "Shut up, you pathetic moron.",
    "What a bunch of stupid losers, all of them.",
    "This senator is a corrupt, lying scumbag.",
    "Nobody cares what you think, dumbass.",
    "You are a disgusting pig and a bastard.",
    "The author is an ignorant fool and a retard.",
    "What an asshole. Get lost.",
    "Go fuck yourself, you piece of shit.",
    "She is a stupid bitch.",
)
KIND = (
    "Thank you for this article, I learned a lot.",
    "The council voted on the new budget on Tuesday at 5pm, 3-2.",
    "I disagree, but I see where you are coming from!!!",
    "It was sooo good to see the U.S.A. play in the A-League, 4th of July 2024.",
    "My grandmother is Jewish and she makes the best soup 😀",
)


@pytest.fixture(scope="module")
def figures() -> EvasionFigures:
    engine = load_engine("linear")
    assert isinstance(engine, ReadingEngine)
    labelled = LabelledTexts(RUDE + KIND, (1,) * len(RUDE) + (0,) * len(KIND))
    return Measure(engine, "toxicity", 0.6).figures(labelled, most=100)


def test_nine_tenths_of_what_is_held_plainly_are_held_in_every_disguise(figures: EvasionFigures) -> None:
    assert figures.recall >= 0.9
    assert {one.attack: one.kept for one in figures.attacks if one.kept < 0.9} == {}


def test_without_views_most_disguises_work(figures: EvasionFigures) -> None:
    evaded = [one for one in figures.attacks if one.recall_without_views <= 0.5 * figures.recall]
    assert len(evaded) >= 4


def test_views_hold_no_harmless_text(figures: EvasionFigures) -> None:
    assert figures.false_holds == figures.false_holds_without_views == 0


def test_texts_of_both_labels_are_needed() -> None:
    engine = load_engine("linear")
    assert isinstance(engine, ReadingEngine)
    with pytest.raises(CallerError, match="texts of both labels"):
        Measure(engine, "toxicity", 0.6).figures(LabelledTexts(("a",), (1,)), most=10)
