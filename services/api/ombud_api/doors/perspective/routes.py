"""Where Perspective's door is, and its errors in Google's envelope."""

from functools import partial

from flask import Blueprint

from ombud.domain.errors import ModelError
from ombud.scoring.models.catalogue import load_translation
from ombud.scoring.translation import Translation
from ombud_api.doors.perspective.analyze import analyze
from ombud_api.doors.perspective.discovery import discovery
from ombud_api.doors.perspective.errors import google_error
from ombud_api.doors.perspective.suggest_score import suggest_score


def perspective_blueprint(model: str) -> Blueprint:
    """Make the door; `model` is the one whose scores are translated."""
    door = Blueprint("perspective", __name__)
    door.register_error_handler(Exception, google_error)
    door.add_url_rule("/v1alpha1/comments:analyze", "analyze", partial(analyze, _translation(model)), methods=["POST"])
    door.add_url_rule("/v1alpha1/comments:suggestscore", "suggest_score", suggest_score, methods=["POST"])
    door.add_url_rule("/$discovery/rest", "discovery", discovery, methods=["GET"])
    return door


def _translation(model: str) -> Translation | None:
    try:
        return load_translation(model)
    except ModelError:  # told and answered when a text is scored
        return None
