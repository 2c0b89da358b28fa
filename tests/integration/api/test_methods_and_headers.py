"""What HTTP asks of every address: methods, HEAD, request ids, headers."""

from uuid import UUID

import pytest
from flask import Flask

from tests.integration.api.caller import Caller

EVERY = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}
SOME_ID = "019ab0c4-5f1e-7c3a-9d2e-8b7f6a5c4d3e"


@pytest.mark.parametrize(
    ("path", "takes"),
    [
        ("/v1/comments", {"GET", "HEAD", "POST"}),
        ("/v1/comments/batch", {"POST"}),
        (f"/v1/comments/{SOME_ID}", {"GET", "HEAD", "PUT", "DELETE"}),
        (f"/v1/comments/{SOME_ID}/decisions", {"POST"}),
        ("/v1/check", {"POST"}),
        ("/v1/events", {"GET", "HEAD"}),
        ("/livez", {"GET", "HEAD"}),
        ("/readyz", {"GET", "HEAD"}),
        ("/openapi.json", {"GET", "HEAD"}),
        ("/docs", {"GET", "HEAD"}),
        ("/problems/erased", {"GET", "HEAD"}),
    ],
)
def test_other_methods_are_refused_and_told_which_there_are(app: Flask, path: str, takes: set[str]) -> None:
    for method in EVERY - takes:
        reply = app.test_client().open(path, method=method)
        assert (reply.status_code, reply.mimetype) == (405, "application/problem+json"), method
        assert set(reply.headers["Allow"].split(", ")) == takes


def test_head_is_get_without_the_body(api: Caller) -> None:
    api.submitted()
    got, asked = api.get("/v1/comments"), api.call("HEAD", "/v1/comments")
    assert (asked.status, asked.body) == (200, None)
    assert asked.headers["Content-Length"] == got.headers["Content-Length"]
    assert api.call("HEAD", f"/v1/comments/{SOME_ID}").status == 404
    assert Caller(api.app, None).call("HEAD", "/v1/comments").status == 401


@pytest.mark.parametrize(
    "path", ["/v1", "/v2/comments", "/v1/comments/", "//v1/comments", "/v1//comments", "/favicon.ico"]
)
def test_an_address_that_is_none_is_not_found_and_leads_nowhere(api: Caller, path: str) -> None:
    reply = api.call("GET", path)
    assert (reply.status, reply.code) == (404, "not-found")
    assert "Location" not in reply.headers


def test_every_answer_has_a_request_id_of_its_own(api: Caller) -> None:
    ids = [UUID(api.get("/v1/events").headers["X-Request-Id"]) for _ in range(2)]
    assert ids[0] != ids[1]


def test_a_harmless_request_id_of_the_callers_is_taken_over(api: Caller) -> None:
    reply = api.call("GET", "/v1/nothing", X_Request_Id="edge-1f.2_3")
    assert reply.headers["X-Request-Id"] == reply.body["request_id"] == "edge-1f.2_3"


@pytest.mark.parametrize(
    "given", ["short", "x" * 65, "with space", "<script>alert(1)", "é" * 10, "a\tbcdefgh", "{jndi:x}"]
)
def test_any_other_request_id_is_replaced(api: Caller, given: str) -> None:
    assert UUID(api.call("GET", "/v1/events", X_Request_Id=given).headers["X-Request-Id"])


def test_answers_are_kept_by_nobody_and_shared_with_no_other_origin(api: Caller) -> None:
    reply = api.call("GET", "/v1/events", Origin="https://elsewhere.example")
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in reply.headers
