"""The API's description: complete, valid, and readable by people."""

import re

import pytest
from flask import Flask
from jsonschema import Draft202012Validator

from ombud_api.app import ROUTES
from ombud_api.docs.openapi import ALL_OPERATIONS
from ombud_api.problem_types import PROBLEM_TYPES


def test_every_route_is_described_and_every_description_has_its_route() -> None:
    routes = {(method, re.sub(r"<(?:uuid:|path:)?([a-z_]+)>", r"{\1}", rule)) for method, rule, _ in ROUTES}
    assert routes == {(one.method, one.path) for one in ALL_OPERATIONS}


def test_the_document_is_openapi_3_1_with_valid_schemas(app: Flask) -> None:
    document = app.test_client().get("/openapi.json").get_json()
    assert document["openapi"] == "3.1.0"
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for reference in re.findall(
        r'"\$ref":\s*"#/components/(\w+)/([\w-]+)"', app.test_client().get("/openapi.json").text
    ):
        assert reference[1] in document["components"][reference[0]], reference


def test_operation_ids_are_unique() -> None:
    names = [one.name for one in ALL_OPERATIONS]
    assert len(names) == len(set(names))


def test_the_page_shows_every_call_and_every_problem(app: Flask) -> None:
    page = app.test_client().get("/docs")
    assert page.mimetype == "text/html"
    for one in ALL_OPERATIONS:
        assert f'id="{one.name}"' in page.text
        assert one.path in page.text
    for code in PROBLEM_TYPES:
        assert f'id="problem-{code}"' in page.text


def test_the_pages_run_no_script_and_load_nothing_from_elsewhere(app: Flask) -> None:
    client = app.test_client()
    for path in ("/docs", "/problems/erased"):
        page = client.get(path)
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
        assert "<script" not in page.text
        assert " style=" not in page.text
        assert not re.search(r'(?:src|href)="https?://(?!www\.rfc-editor\.org/)', page.text)
    with client.get("/docs/static/docs.css") as style:
        assert style.mimetype == "text/css"


@pytest.mark.parametrize("code", PROBLEM_TYPES)
def test_the_type_of_every_problem_leads_to_a_page_about_it(app: Flask, code: str) -> None:
    page = app.test_client().get(f"/problems/{code}")
    assert page.status_code == 200
    assert code in page.text
