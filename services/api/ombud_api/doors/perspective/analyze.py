"""`POST /v1alpha1/comments:analyze`: scores of a text. Nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, request

from ombud.domain.scores import Span
from ombud.scoring.translation import Translation
from ombud_api.context import Services, services
from ombud_api.doors.entrance import DoorName, doors_of, let_in
from ombud_api.doors.perspective.bodies import AnalyzeBody, Wanted
from ombud_api.doors.perspective.errors import InvalidArgument
from ombud_api.doors.perspective.requests import comment_text, known_attributes, read_request
from ombud_api.doors.perspective.spans import in_utf16, sentences
from ombud_api.doors.scoring import UnscoredError, scores_of
from ombud_api.v1.answers import json_answer

HELD, PASSED = 0.99, 0.0
"""What a text gets that could not be scored: above or below any threshold. Coral holds what is over its own."""


@dataclass(frozen=True, slots=True)
class _Scored:
    """The scores of a text and of its pieces, by our attributes; pieces are in UTF-16 code units of the comment."""

    whole: Mapping[str, float]
    pieces: tuple[tuple[Span, Mapping[str, float]], ...]


def analyze(translation: Translation | None) -> Response:
    """Score the comment for the attributes that are asked for."""
    ours = services()
    caller = let_in(ours, request.args.get("key"))
    body = read_request(AnalyzeBody)
    text = comment_text(body.comment)
    wanted = known_attributes(body.requested_attributes)
    door = doors_of(ours, caller).perspective
    try:
        scored = _scored(ours, body, text)
    except UnscoredError:
        if door.on_failure == "error":
            raise
        value = HELD if door.on_failure == "hold" else PASSED
        given = dict.fromkeys(wanted.values(), value)
        scored, translation = _Scored(given, ((_everything(body), given),)), None
    if door.scale == "own":
        translation = None
    return json_answer(_answer(body, wanted, scored, translation))


def _scored(ours: Services, body: AnalyzeBody, text: str) -> _Scored:
    # The pieces of a text that was made of HTML stand nowhere in what was sent.
    pieces = sentences(text) if body.span_annotations and body.comment.type != "HTML" else []
    whole, *parts = scores_of(ours.judge, DoorName.PERSPECTIVE, [text, *(text[begin:end] for begin, end in pieces)])
    if len(pieces) < 2:
        return _Scored(whole, ((_everything(body), whole),))
    return _Scored(whole, tuple(zip(in_utf16(text, pieces), parts, strict=True)))


def _everything(body: AnalyzeBody) -> Span:
    sent = body.comment.text
    return in_utf16(sent, [(0, len(sent))])[0]


def _answer(
    body: AnalyzeBody, wanted: Mapping[str, str], scored: _Scored, translation: Translation | None
) -> dict[str, object]:
    lacking = [name for name, attribute in wanted.items() if attribute not in scored.whole]
    if lacking:
        raise InvalidArgument(f"Unknown requested attribute: {lacking[0]}")
    found = {
        name: _attribute_scores(attribute, body.requested_attributes[name], scored, translation)
        for name, attribute in wanted.items()
    }
    answer: dict[str, object] = {
        "attributeScores": {name: scores for name, scores in found.items() if scores},
        "languages": list(body.languages or told_languages(body.languages)),
        "detectedLanguages": told_languages(body.languages),
    }
    return answer | ({} if body.client_token is None else {"clientToken": body.client_token})


def _attribute_scores(
    attribute: str, wanted: Wanted, scored: _Scored, translation: Translation | None
) -> dict[str, object] | None:
    def value(scores: Mapping[str, float]) -> float:
        own = scores[attribute]
        return own if translation is None else translation.translate(own)

    if value(scored.whole) < wanted.score_threshold:
        return None
    spans = [(span, value(scores)) for span, scores in scored.pieces]
    return {
        "spanScores": [
            {"begin": begin, "end": end, "score": {"value": one, "type": "PROBABILITY"}}
            for (begin, end), one in spans
            if one >= wanted.score_threshold
        ],
        "summaryScore": {"value": value(scored.whole), "type": "PROBABILITY"},
    }


def told_languages(languages: tuple[str, ...]) -> list[str]:
    """Return the languages that a client is told were found: those that it named, or `und` for an unknown one."""
    return list(languages) or ["und"]
