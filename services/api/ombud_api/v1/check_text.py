"""`POST /v1/check`: what would be decided about a text. Nothing is stored: for a nudge before posting."""

from flask import Response

from ombud.domain.keys import Scope
from ombud.pipeline.decide import as_told_by_test_text
from ombud.policy.evaluation import Place
from ombud_api.auth.site_keys import authenticate
from ombud_api.context import services
from ombud_api.limits.request_limits import count_request
from ombud_api.v1.answers import json_answer
from ombud_api.v1.json_body import read_body
from ombud_api.v1.requests import AuthorBody, CheckBody


def check_text() -> Response:
    """Judge a text with the site's policy and the service's model."""
    ours = services()
    caller = authenticate(ours.key_ring, Scope.SCORE)
    count_request(ours, caller)
    body = read_body(CheckBody)
    place = Place(body.article.section if body.article else None, body.article.id if body.article else None)
    author = _author_signals(body.author)
    judgement = ours.judge.judge(caller.site, body.text, place, author, language=body.language)
    if caller.key.is_test:
        judgement = as_told_by_test_text(judgement, body.text)
    model = {"name": judgement.model.name, "version": judgement.model.version} if judgement.model else None
    return json_answer(
        {
            "verdict": judgement.verdict,
            "reasons": [reason.as_json() for reason in judgement.reasons],
            "scores": judgement.scores,
            "model": model,
            "policy_version": judgement.policy_version,
        }
    )


def _author_signals(author: AuthorBody | None) -> dict[str, object]:
    if author is None:
        return {}
    told = {
        "author.approved": author.approved_count,
        "author.rejected": author.rejected_count,
        "author.role": author.role,
    }
    return {name: value for name, value in told.items() if value is not None}
