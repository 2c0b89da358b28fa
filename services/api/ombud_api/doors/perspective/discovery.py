"""`GET /$discovery/rest?version=v1alpha1`: the description that Google's own client libraries build themselves from."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, request

from ombud_api.context import services
from ombud_api.doors.perspective.attributes import ATTRIBUTES, NOT_GIVEN
from ombud_api.doors.perspective.errors import InvalidArgument
from ombud_api.v1.answers import json_answer

VERSION = "v1alpha1"

_DOCUMENT = Path(__file__).with_name("discovery.json")


def discovery() -> Response:
    """Describe the door, with this service's own address."""
    if request.args.get("version", VERSION) != VERSION:
        raise InvalidArgument(f"There is only version={VERSION} here.")
    ours = services()
    root = (ours.settings.public_url or request.host_url).rstrip("/") + "/"
    described = f"Scores of texts, by Ombud. Attributes: {', '.join(ATTRIBUTES)}. Unknown: {', '.join(NOT_GIVEN)}."
    return json_answer({**_document(), "rootUrl": root, "baseUrl": root, "description": described})


@cache
def _document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_DOCUMENT.read_text(encoding="utf-8"))
    return found
