"""Input is bounded before it is looked at: every limit of the contract, from both sides."""

from collections.abc import Callable

import pytest

from tests.integration.api.caller import Caller, Json, comment

MARK = "\u0301"
LONG_URL = "https://news.example/"


def with_field(pointer: str, value: object) -> Json:
    """A comment with one field replaced, named by its JSON pointer."""
    made = comment(article={"id": "a"}, author={"id": "u"}, client={})
    *path, last = pointer.strip("/").split("/")
    part = made
    for step in path:
        part = part[step]
    part[last] = value
    return made


ALLOWED: list[tuple[str, object]] = [
    ("/text", "x"),
    ("/text", "x" * 10_000),
    ("/text", "👩" * 10_000),
    ("/text", " \n\t "),
    ("/text", "e" + MARK * 30 + "e" + MARK * 30),
    ("/external_id", "x" * 255),
    ("/external_id", "👩" * 255),
    ("/external_id", "../etc/passwd?<script>&%00"),
    ("/parent_external_id", "x" * 255),
    ("/article/id", "x" * 255),
    ("/author/id", "x" * 255),
    ("/article/title", "x" * 500),
    ("/article/title", ""),
    ("/author/name", "x" * 500),
    ("/article/url", LONG_URL + "x" * (2048 - len(LONG_URL))),
    ("/article/url", "HTTP://news.example"),
    ("/article/url", "https://häuser.example/straße?a=b#c"),
    ("/article/tags", ["x" * 255] * 50),
    ("/article/tags", []),
    ("/author/approved_count", 0),
    ("/author/approved_count", 2**31 - 1),
    ("/author/approved_count", 12.0),
    ("/language", "en"),
    ("/language", "zh-Hant-TW"),
    ("/created_at", "2026-11-23T09:30:00Z"),
    ("/created_at", "2026-11-23 09:30:00.123456+05:30"),
    ("/created_at", "1851-09-18t00:00:00z"),
    ("/created_at", "9999-12-31T23:59:59Z"),
    ("/created_at", "0001-01-01T00:00:00Z"),
    ("/client/ip", "x" * 64),
    ("/client/user_agent", "x" * 1000),
]

AT_LEAST_1 = "must have at least 1 character"
NO_NUL = "must not hold the character U+0000"
NO_SURROGATE = "must not hold a lone surrogate (half of a character)"
NO_TIME = "must be a time with its zone, such as 2026-11-23T09:30:00Z"
NO_ADDRESS = "must be an address that starts with http:// or https://"

REFUSED: list[tuple[str, object, str]] = [
    ("/text", "", AT_LEAST_1),
    ("/text", "x" * 10_001, "must have at most 10,000 characters; has 10,001"),
    ("/text", "👩" * 10_001, "must have at most 10,000 characters; has 10,001"),
    ("/text", "e" + MARK * 31, "must not hold more than 30 combining marks in a row"),
    ("/text", "a\x00b", NO_NUL),
    ("/text", "a\ud800b", NO_SURROGATE),
    ("/text", "\udc00\ud800", NO_SURROGATE),
    ("/text", None, "must be a text"),
    ("/text", 7, "must be a text"),
    ("/text", ["x"], "must be a text"),
    ("/external_id", "", AT_LEAST_1),
    ("/external_id", "x" * 256, "must have at most 255 characters; has 256"),
    ("/external_id", "\x00", NO_NUL),
    ("/external_id", 1042, "must be a text"),
    ("/parent_external_id", "x" * 256, "must have at most 255 characters; has 256"),
    ("/article", "a-1", "must be an object"),
    ("/article/id", "", AT_LEAST_1),
    ("/article/id", "x" * 256, "must have at most 255 characters; has 256"),
    ("/article/id", "\ud800", NO_SURROGATE),
    ("/author/id", "x" * 256, "must have at most 255 characters; has 256"),
    ("/author/id", "u\x00", NO_NUL),
    ("/article/title", "x" * 501, "must have at most 500 characters; has 501"),
    ("/article/title", "\ud800", NO_SURROGATE),
    ("/author/name", "x" * 501, "must have at most 500 characters; has 501"),
    ("/author/name", "\x00", NO_NUL),
    ("/article/url", LONG_URL + "x" * (2049 - len(LONG_URL)), "must have at most 2,048 characters; has 2,049"),
    ("/article/url", "javascript:alert(1)", NO_ADDRESS),
    ("/article/url", "ftp://news.example/", NO_ADDRESS),
    ("/article/url", "//news.example/", NO_ADDRESS),
    ("/article/url", "https://", NO_ADDRESS),
    ("/article/url", "https:///a", NO_ADDRESS),
    ("/article/url", "https://news.example/a b", NO_ADDRESS),
    ("/article/url", "https://news.example/\n", NO_ADDRESS),
    ("/article/url", "https://news.example/\x00", NO_ADDRESS),
    ("/article/tags", ["x"] * 51, "must have at most 50 items; has 51"),
    ("/article/tags", "legal:active", "must be a list"),
    ("/author/approved_count", -1, "must be at least 0"),
    ("/author/approved_count", 2**31, "must be at most 2,147,483,647"),
    ("/author/approved_count", 10**99, "must be at most 2,147,483,647"),
    ("/author/approved_count", 1.5, "must be a whole number"),
    ("/author/approved_count", 1e300, "must be at most 2,147,483,647"),
    ("/author/approved_count", "12", "must be a whole number"),
    ("/author/approved_count", True, "must be a whole number"),
    ("/language", "english language", "must be a language tag (BCP 47), such as en or pt-BR"),
    ("/language", "e", "must be a language tag (BCP 47), such as en or pt-BR"),
    ("/language", "en\n", "must be a language tag (BCP 47), such as en or pt-BR"),
    ("/language", "en" + "-abcdefgh" * 4, "must have at most 35 characters; has 38"),
    ("/created_at", "2026-11-23T09:30:00", NO_TIME),
    ("/created_at", "2026-11-23", NO_TIME),
    ("/created_at", "1700000000", NO_TIME),
    ("/created_at", 1700000000, NO_TIME),
    ("/created_at", "2026-02-30T09:30:00Z", "is not a time that exists"),
    ("/created_at", "2026-11-23T25:30:00Z", "is not a time that exists"),
    ("/created_at", "0000-01-01T00:00:00Z", "is not a time that exists"),
    ("/created_at", "0001-01-01T00:00:00+01:00", "must lie between the years 1 and 9999 in UTC"),
    ("/created_at", "9999-12-31T23:59:59-01:00", "must lie between the years 1 and 9999 in UTC"),
    ("/client/ip", "x" * 65, "must have at most 64 characters; has 65"),
    ("/client/user_agent", "x" * 1001, "must have at most 1,000 characters; has 1,001"),
    ("/author/email", "a@b.example", "is not a field of this request"),
    ("/decision", {"verdict": "approve"}, "is not a field of this request"),
]


@pytest.mark.parametrize(("pointer", "value"), ALLOWED)
def test_what_is_just_within_a_limit_is_accepted_and_can_be_read_again(
    api: Caller, moderate: Callable[[], int], pointer: str, value: object
) -> None:
    posted = api.post("/v1/comments", with_field(pointer, value))
    assert posted.status == 202, posted.body
    moderate()
    assert api.read(posted.body["id"])["status"] != "pending"


@pytest.mark.parametrize(("pointer", "value", "detail"), REFUSED)
def test_what_is_just_beyond_a_limit_is_refused_by_its_pointer(
    api: Caller, pointer: str, value: object, detail: str
) -> None:
    reply = api.post("/v1/comments", with_field(pointer, value))
    assert (reply.status, reply.code) == (422, "invalid-request")
    assert reply.errors == {pointer: detail}
    assert reply.body["detail"] == f"{pointer} {detail}."
    assert api.get("/v1/comments").body["items"] == []


def test_a_tag_that_is_too_long_is_named_by_its_place(api: Caller) -> None:
    reply = api.submit(article={"id": "a", "tags": ["ok", "x" * 256, ""]})
    assert reply.errors == {
        "/article/tags/1": "must have at most 255 characters; has 256",
        "/article/tags/2": AT_LEAST_1,
    }


def test_everything_that_is_wrong_is_named_at_once(api: Caller) -> None:
    reply = api.post("/v1/comments", {"txt": "x", "article": {}, "author": {"id": ""}})
    assert reply.errors == {
        "/text": "is missing",
        "/article/id": "is missing",
        "/author/id": AT_LEAST_1,
        "/txt": "is not a field of this request",
    }
    assert reply.body["detail"] == "/text is missing (and 3 more)."


@pytest.mark.parametrize("body", [[], "x", 7, None, True])
def test_a_body_that_is_no_object_is_refused(api: Caller, body: object) -> None:
    reply = api.call("POST", "/v1/comments", raw=b"null" if body is None else None, body=body)
    assert reply.errors == {"": "must be an object"}
    assert reply.body["detail"] == "The body must be an object."


def test_names_of_unknown_fields_are_escaped_cut_and_limited_in_number(api: Caller) -> None:
    reply = api.post("/v1/comments", comment(**{"a/b~c": 1}))
    assert reply.errors == {"/a~1b~0c": "is not a field of this request"}
    reply = api.post("/v1/comments", comment(**{"x" * 50_000: 1}))
    assert reply.errors == {"/" + "x" * 100 + "…": "is not a field of this request"}
    reply = api.post("/v1/comments", comment(**{f"x{number}": 1 for number in range(5_000)}))
    assert len(reply.errors) == 50
    assert reply.body["detail"].endswith("(and 4999 more).")


def test_a_name_with_a_lone_surrogate_is_refused(api: Caller) -> None:
    reply = api.call("POST", "/v1/comments", raw=b'{"text": "x", "\\ud800": 1}')
    assert (reply.status, reply.errors) == (422, {"": NO_SURROGATE})


@pytest.mark.parametrize(
    ("path", "scope_body"),
    [
        ("/v1/comments/{id}", {"text": "x\x00"}),
        ("/v1/comments/{id}", {"text": "x" * 10_001}),
        ("/v1/comments/{id}", {"text": "x", "article": {"id": "a"}}),
        ("/v1/comments/{id}", {}),
    ],
)
def test_edits_have_the_limits_of_new_comments(api: Caller, path: str, scope_body: Json) -> None:
    posted = api.submitted()
    reply = api.put(path.format(id=posted["id"]), scope_body)
    assert (reply.status, reply.code) == (422, "invalid-request")


@pytest.mark.parametrize(
    ("body", "pointer", "detail"),
    [
        ({"verdict": "approved", "actor": "m"}, "/verdict", "must be approve, hold or reject"),
        ({"verdict": 1, "actor": "m"}, "/verdict", "must be approve, hold or reject"),
        ({"verdict": "hold"}, "/actor", "is missing"),
        (
            {"verdict": "hold", "actor": "m", "reason": "x" * 2001},
            "/reason",
            "must have at most 2,000 characters; has 2,001",
        ),
        ({"verdict": "hold", "actor": "m", "reason": "\x00"}, "/reason", NO_NUL),
    ],
)  # fmt: skip
def test_decisions_have_limits_too(api: Caller, body: Json, pointer: str, detail: str) -> None:
    posted = api.submitted()
    reply = api.post(f"/v1/comments/{posted['id']}/decisions", body)
    assert reply.errors == {pointer: detail}


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 201}, {"limit": "x"}, {"limit": "٣"}, {"limit": ""}, {"limit": "9" * 5000}]
)
def test_a_limit_that_is_none_is_refused(api: Caller, query: dict[str, object]) -> None:
    assert api.get("/v1/comments", **query).errors == {"?limit": "must be a whole number from 1 to 200"}


def test_unknown_and_repeated_parameters_are_refused_by_name(api: Caller) -> None:
    assert api.get("/v1/comments", page=2).errors == {"?page": "is not a parameter of this address"}
    assert api.get("/v1/events", before="x").errors == {"?before": "is not a parameter of this address"}
    twice = api.call("GET", "/v1/comments?status=held&status=approved")
    assert twice.errors == {"?status": "stands here twice"}


def test_filters_refuse_what_can_match_nothing(api: Caller) -> None:
    assert api.get("/v1/comments", status="helt").errors == {
        "?status": "must be one of pending, approved, held, rejected, erased"
    }
    assert api.call("GET", "/v1/comments?author_id=%00").errors == {"?author_id": NO_NUL}
    assert api.call("GET", "/v1/comments?author_id=%ff%fe").status == 200
