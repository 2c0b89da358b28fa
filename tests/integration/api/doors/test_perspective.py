"""Perspective's door: every field of its requests, its errors one by one, and nothing kept of a text."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from ombud.domain.keys import Scope
from ombud.storage.database import Database
from tests.integration.api.conftest import OpenedSite
from tests.integration.api.doors.conftest import Door

Json = dict[str, Any]
RUDE = "You fool \U0001f600! score:toxicity=0.75 score:obscene=0.5"


def analyze(door: Door, said: str = RUDE, key: str | None = None, **fields: object) -> tuple[int, Json]:
    body = {"comment": {"text": said}, "requestedAttributes": {"TOXICITY": {}}, **fields}
    reply = door.post(f"/v1alpha1/comments:analyze?key={key or door.key}", body)
    return reply.status_code, reply.get_json()


def value(answer: Json, attribute: str = "TOXICITY") -> float:
    found: float = answer["attributeScores"][attribute]["summaryScore"]["value"]
    return found


def test_an_answer_has_every_field_of_the_real_services(door: Door) -> None:
    status, answer = analyze(
        door, languages=["en"], clientToken="c-1", sessionId="s", communityId="/forum", doNotStore=True
    )
    end = len(RUDE) + 1  # the emoji is two UTF-16 code units
    assert status == 200
    assert answer == {
        "attributeScores": {
            "TOXICITY": {
                "spanScores": [{"begin": 0, "end": end, "score": {"value": 0.75, "type": "PROBABILITY"}}],
                "summaryScore": {"value": 0.75, "type": "PROBABILITY"},
            }
        },
        "languages": ["en"],
        "detectedLanguages": ["en"],
        "clientToken": "c-1",
    }


@pytest.mark.parametrize(
    ("asked", "ours"),
    [
        ("TOXICITY", "toxicity"),
        ("TOXICITY_EXPERIMENTAL", "toxicity"),
        ("TOXICITY_FAST", "toxicity"),
        ("SEVERE_TOXICITY", "severe_toxicity"),
        ("IDENTITY_ATTACK", "identity_attack"),
        ("INSULT", "insult"),
        ("PROFANITY", "obscene"),
        ("OBSCENE", "obscene"),
        ("THREAT", "threat"),
        ("SEXUALLY_EXPLICIT", "sexual_explicit"),
        ("SPAM", "spam"),
    ],
)
def test_each_attribute_is_given_the_score_of_ours_that_means_the_same(door: Door, asked: str, ours: str) -> None:
    _, answer = analyze(door, f"score:{ours}=0.375", requestedAttributes={asked: {}})
    assert value(answer, asked) == 0.375


def test_spans_are_sentences_in_utf16_units_and_what_is_below_a_threshold_is_left_out(door: Door) -> None:
    said = "\U0001f600 Fine day. score:toxicity=0.1! Rot. score:toxicity=0.9"
    wanted = {"TOXICITY": {"scoreType": "PROBABILITY", "scoreThreshold": 0.05}, "INSULT": {"scoreThreshold": 1}}
    _, answer = analyze(door, said, requestedAttributes=wanted, spanAnnotations=True)
    assert list(answer["attributeScores"]) == ["TOXICITY"]
    units = said.encode("utf-16-le")
    spans = answer["attributeScores"]["TOXICITY"]["spanScores"]
    found = {units[2 * one["begin"] : 2 * one["end"]].decode("utf-16-le"): one["score"]["value"] for one in spans}
    assert found["score:toxicity=0.9"] == 0.9
    assert all(score >= 0.05 for score in found.values())


@pytest.mark.parametrize(
    "context",
    [
        {"entries": [{"text": "before", "type": "PLAIN_TEXT"}]},
        {"articleAndParentComment": {"article": {"text": "a"}, "parentComment": {"text": "b"}}},
    ],
)
def test_context_is_taken_in_both_forms(door: Door, context: Json) -> None:
    assert analyze(door, context=context)[0] == 200


def test_html_is_read_as_its_readers_see_it(door: Door) -> None:
    _, answer = analyze(door, comment={"text": "<b>score:</b>toxicity=0.625", "type": "HTML"})
    assert value(answer) == 0.625


@pytest.mark.parametrize("languages", [["xx"], ["de", "fr"], []])
def test_no_language_is_refused_since_an_error_would_let_the_comment_through(door: Door, languages: list[str]) -> None:
    status, answer = analyze(door, languages=languages)
    assert (status, value(answer)) == (200, 0.75)
    assert answer["detectedLanguages"] == (languages or ["und"])


def test_a_text_longer_than_a_comment_may_be_is_read_to_its_end(door: Door) -> None:
    _, answer = analyze(door, "a " * 9000 + " score:toxicity=0.875")
    assert value(answer) == 0.875


@pytest.mark.parametrize("odd", ["\x00", "\ud800", "e" + "\u0301" * 500])
def test_a_text_that_no_comment_may_hold_is_still_scored(door: Door, odd: str) -> None:
    _, answer = analyze(door, f"{odd} score:toxicity=0.875")
    assert value(answer) == 0.875


@pytest.mark.parametrize(
    ("fields", "message", "kind"),
    [
        ({"comment": {"text": " "}}, "Comment must be non-empty.", "COMMENT_EMPTY"),
        ({"comment": {"text": "x" * 20481}}, "Comment text too long.", "COMMENT_TOO_LONG"),
        ({"requestedAttributes": {}}, "Missing requested_attributes.", "NO_REQUESTED_ATTRIBUTES"),
        ({"requestedAttributes": {"FLIRTATION": {}}}, "Unknown requested attribute: FLIRTATION", "INVALID_REQUEST"),
        ({"context": {"entries": [{"text": "a"}], "articleAndParentComment": {}}}, "has both", "INVALID_REQUEST"),
        ({"requestedAttributes": {"TOXICITY": {"scoreType": "RAW"}}}, "TOXICITY/scoreType", "INVALID_REQUEST"),
        ({"mood": 1}, "mood", "INVALID_REQUEST"),
    ],
)  # fmt: skip
def test_a_mistake_is_answered_in_googles_envelope(door: Door, fields: Json, message: str, kind: str) -> None:
    status, answer = analyze(door, **fields)
    error = answer["error"]
    assert (status, error["code"], error["status"]) == (400, 400, "INVALID_ARGUMENT")
    assert message in error["message"]
    assert error["details"][0]["errorType"] == kind


def test_keys_are_refused_as_google_does(door: Door, site: OpenedSite) -> None:
    missing = door.post("/v1alpha1/comments:analyze", {})
    assert (missing.status_code, missing.get_json()["error"]["status"]) == (403, "PERMISSION_DENIED")
    status, answer = analyze(door, key="0" * 32)
    assert (status, answer["error"]["message"]) == (400, "API key not valid. Please pass a valid API key.")
    assert analyze(door, key=site.key(Scope.READ).secret)[0] == 403
    assert analyze(door, key=site.key(Scope.SCORE).secret)[0] == 200


@pytest.mark.parametrize(("on_failure", "expected"), [("hold", 0.99), ("pass", 0.0)])
def test_what_cannot_be_scored_is_answered_as_the_site_chose(
    set_doors: Callable[..., Door], on_failure: str, expected: float
) -> None:
    door = set_doors(f"{{perspective: {{on_failure: {on_failure}}}}}", model="no-such-model")
    status, answer = analyze(door)
    assert (status, value(answer)) == (200, expected)


def test_a_site_may_rather_have_an_error_and_each_failure_is_counted(set_doors: Callable[..., Door]) -> None:
    door = set_doors("{perspective: {on_failure: error}}", model="no-such-model")
    before = failures()
    status, answer = analyze(door)
    assert (status, answer["error"]["status"]) == (503, "UNAVAILABLE")
    assert failures() == before + 1


def failures() -> float:
    from prometheus_client import REGISTRY

    return REGISTRY.get_sample_value("ombud_door_failures_total", {"door": "perspective"}) or 0.0


def test_a_suggested_score_is_kept_beside_ours_and_nothing_of_the_text(
    door: Door, site: OpenedSite, database: Database
) -> None:
    body = {
        "comment": {"text": RUDE},
        "context": {"entries": [{"text": '{"Coral_comment_id":"c"}'}]},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}, "PROFANITY": {"summaryScore": {"value": 0}}},
        "languages": ["en"],
        "communityId": "Coral:https://news.example",
        "clientToken": "comment:c",
    }
    reply = door.post(f"/v1alpha1/comments:suggestscore?key={door.key}", body)
    assert (reply.status_code, reply.get_json()) == (
        200,
        {"clientToken": "comment:c", "requestedLanguages": ["en"], "detectedLanguages": ["en"]},
    )
    with database.transaction() as connection:
        asked = text("SELECT * FROM suggested_scores WHERE site_id = :id ORDER BY attribute")
        rows = [dict(row._mapping) for row in connection.execute(asked, {"id": site.site.id})]
    assert [(row["attribute"], row["score"], row["label"], row["model"]) for row in rows] == [
        ("obscene", 0.5, 0.0, "deterministic"),
        ("toxicity", 0.75, 1.0, "deterministic"),
    ]
    assert "fool" not in str(rows)


def test_a_suggestion_without_scores_is_refused(door: Door) -> None:
    reply = door.post(f"/v1alpha1/comments:suggestscore?key={door.key}", {"comment": {"text": "a"}})
    assert (reply.status_code, reply.get_json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


def test_analyzing_stores_nothing(door: Door, site: OpenedSite, database: Database) -> None:
    analyze(door)
    with database.transaction() as connection:
        for table in ("comments", "jobs", "events", "suggested_scores"):
            asked = text(f"SELECT count(*) FROM {table} WHERE site_id = :id")
            assert connection.execute(asked, {"id": site.site.id}).scalar_one() == 0


def test_the_discovery_document_names_this_service(door: Door) -> None:
    client = door.app.test_client()
    found = client.get("/$discovery/rest?version=v1alpha1", base_url="https://ombud.example").get_json()
    assert found["rootUrl"] == "https://ombud.example/"
    assert set(found["resources"]["comments"]["methods"]) == {"analyze", "suggestscore"}
    assert client.get("/$discovery/rest?version=v2").status_code == 400
