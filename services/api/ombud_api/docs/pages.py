"""`/openapi.json`, `/docs` and `/problems/<code>`: the API described, for programs and for people."""

from functools import cache
from itertools import groupby
from typing import Final

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from ombud.domain.keys import Scope
from ombud_api.docs.fields import field_rows
from ombud_api.docs.openapi import ALL_OPERATIONS, TAGS, openapi_document
from ombud_api.problem_types import PROBLEM_TYPES
from ombud_api.problems import not_found
from ombud_api.v1.answers import json_answer
from ombud_api.v1.operation import HEADERS

_SECURITY_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}

_document = cache(openapi_document)


def docs_blueprint() -> Blueprint:
    """Make the pages."""
    docs = Blueprint(
        "docs", __name__, template_folder="templates", static_folder="static", static_url_path="/docs/static"
    )
    for rule, view in (("/openapi.json", _openapi), ("/docs", _docs), ("/problems/<code>", _problem)):
        docs.add_url_rule(rule, view_func=view, methods=["GET"], provide_automatic_options=False)
    docs.after_request(_harden)
    return docs


def _openapi() -> Response:
    return json_answer(_document())


def _docs() -> ResponseReturnValue:
    schemas = _document()["components"]["schemas"]
    return render_template(
        "docs/api.html",
        groups=[(tag, TAGS[tag], list(found)) for tag, found in groupby(ALL_OPERATIONS, key=lambda one: one.tag)],
        fields=lambda model: list(field_rows(schemas, model.__name__)),
        kinds=PROBLEM_TYPES,
        headers=HEADERS,
        scopes=list(Scope),
        version=_document()["info"]["version"],
    )


def _problem(code: str) -> ResponseReturnValue:
    kind = PROBLEM_TYPES.get(code)
    if kind is None:
        raise not_found("There is no problem of this name. All of them are listed at /docs.")
    return render_template("docs/problem.html", code=code, kind=kind)


def _harden(response: Response) -> Response:
    for name, value in _SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response
