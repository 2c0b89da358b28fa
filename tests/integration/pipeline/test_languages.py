"""Comments in other languages than the model's, with the model that ships with Ombud."""

import pytest

from ombud.domain.comment import Status
from ombud.scoring.models.catalogue import load_engine
from ombud.storage.database import current_time
from ombud.storage.policies import activate_policy
from tests.integration.pipeline.conftest import Newsroom

GERMAN = "Danke für den guten Artikel, sehr informativ."


@pytest.fixture
def english_newsroom(newsroom: Newsroom) -> Newsroom:
    newsroom.engine = load_engine("linear")
    return newsroom


def codes(newsroom: Newsroom, comment_id: object) -> list[str]:
    decision = newsroom.comment(comment_id).decision  # type: ignore[arg-type]
    assert decision is not None
    return [reason["code"] for reason in decision["reasons"]]


def test_a_comment_in_another_language_waits_for_a_person_and_says_why(english_newsroom: Newsroom) -> None:
    german = english_newsroom.post(GERMAN)
    english = english_newsroom.post("Thank you for the good article, very informative.")
    english_newsroom.moderate()
    assert codes(english_newsroom, german) == ["language.unknown"]
    assert english_newsroom.comment(german).state.status is Status.HELD
    assert english_newsroom.comment(english).state.status is Status.APPROVED


def test_the_language_is_stored_with_the_decision(english_newsroom: Newsroom) -> None:
    comment_id = english_newsroom.post(GERMAN)
    english_newsroom.moderate()
    [(signals,)] = english_newsroom.rows("SELECT signals FROM decisions WHERE comment_id = :id", id=comment_id)
    assert (signals["language.code"], signals["language.known_to_model"]) == ("de", False)
    assert signals["language.confidence"] > 0.85


def test_where_the_text_is_too_short_to_tell_the_sites_word_counts(english_newsroom: Newsroom) -> None:
    told, untold = english_newsroom.post("Na gut.", language="de-CH"), english_newsroom.post("Na gut.")
    english_newsroom.moderate()
    assert codes(english_newsroom, told) == ["language.unknown"]
    assert codes(english_newsroom, untold) == []


def test_a_policy_may_let_the_model_judge_them_all_the_same(english_newsroom: Newsroom) -> None:
    with english_newsroom.database.transaction() as connection:
        document, now = "version: 1\nunknown_language: score", current_time(connection)
        activate_policy(connection, english_newsroom.site.id, document, by="lead", note="", now=now)
    comment_id = english_newsroom.post(GERMAN)
    english_newsroom.moderate()
    assert english_newsroom.comment(comment_id).state.status is Status.APPROVED
