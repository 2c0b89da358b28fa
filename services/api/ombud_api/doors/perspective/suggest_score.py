"""`POST /v1alpha1/comments:suggestscore`: what people made of a text, kept beside our score, without the text."""

from flask import Response, request

from ombud.storage.database import current_time
from ombud.storage.suggested_scores import SuggestedScore, add_suggested_scores
from ombud_api.context import services
from ombud_api.doors.entrance import DoorName, let_in
from ombud_api.doors.perspective.analyze import told_languages
from ombud_api.doors.perspective.bodies import SuggestBody
from ombud_api.doors.perspective.errors import InvalidArgument
from ombud_api.doors.perspective.requests import comment_text, known_attributes, read_request
from ombud_api.doors.scoring import UnscoredError, scores_of
from ombud_api.v1.answers import json_answer


def suggest_score() -> Response:
    """Keep the labels; a text that cannot be scored just now teaches nothing, and is answered as any other."""
    ours = services()
    caller = let_in(ours, request.args.get("key"))
    body = read_request(SuggestBody)
    text = comment_text(body.comment)
    if not body.attribute_scores:
        raise InvalidArgument("Missing attribute_scores.")
    known = known_attributes(body.attribute_scores)
    labels = {known[name]: one.summary_score.value for name, one in body.attribute_scores.items() if one.summary_score}
    try:
        [scores] = scores_of(ours.judge, DoorName.PERSPECTIVE, [text])
    except UnscoredError:
        scores = {}
    suggested = [SuggestedScore(name, scores[name], label) for name, label in labels.items() if name in scores]
    if suggested:
        with ours.database.transaction() as connection:
            add_suggested_scores(connection, caller.site.id, ours.settings.model, suggested, current_time(connection))
    answer: dict[str, object] = {"detectedLanguages": told_languages(body.languages)}
    if body.languages:
        answer["requestedLanguages"] = list(body.languages)
    return json_answer(answer | ({} if body.client_token is None else {"clientToken": body.client_token}))
