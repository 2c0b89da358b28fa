import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ombud.demo.articles import ARTICLES
from ombud_api.demo.newsroom import newsroom_blueprint
from ombud_api.demo.ombud_client import Answer, OmbudApi, OmbudUnreachableError
from ombud_api.demo.typography import typographic

NOW = datetime(2026, 11, 23, 9, 4, tzinfo=UTC)
PAGE = "/demo/articles/geneva-talks-anniversary"
OURS = {"Sec-Fetch-Site": "same-origin"}


class OmbudInMemory(OmbudApi):
    """Ombud's answers without Ombud: decides by the first word of a text."""

    def __init__(self) -> None:
        super().__init__("http://ombud.example", "site-key-that-nobody-sees")
        self.known: dict[str, dict[str, Any]] = {}
        self.calls: list[tuple[str, str, dict[str, Any] | None]] = []
        self.away = False

    def _call(
        self, method: str, path: str, body: dict[str, Any] | None = None, extra: dict[str, str] | None = None
    ) -> Answer:
        self.calls.append((method, path, body))
        assert method == "GET" or extra == {"Prefer": "wait=5"}
        if self.away:
            raise OmbudUnreachableError("away")
        url = urlsplit(path)
        last = url.path.rsplit("/", 1)[-1]
        match method, last:
            case "POST", "comments":
                assert body is not None
                return self._post(body)
            case "PUT", _:
                assert body is not None
                return Answer(202, self._decide(self.known[last] | {"text": body["text"], "revision": 2}))
            case "GET", "comments":
                wanted = {name.removesuffix("_id"): value[0] for name, value in parse_qs(url.query).items()}
                kinds = {"article", "author"} & set(wanted)
                items = [c for c in self.known.values() if all(c[kind]["id"] == wanted[kind] for kind in kinds)]
                return Answer(200, {"items": items, "next_cursor": None})
            case "GET", "status":
                return Answer(200, {"reasons": ["It attacks another person."], "usual_wait_seconds": 1200})
            case _:
                return Answer(200, self.known[last]) if last in self.known else Answer(404, {})

    def _post(self, body: dict[str, Any]) -> Answer:
        same = next((c for c in self.known.values() if c["external_id"] == body["external_id"]), None)
        if same is not None:
            return Answer(200, same) if same["text"] == body["text"] else Answer(409, {})
        return Answer(200, self._decide(comment(f"id-{len(self.known)}", **body)))

    def _decide(self, wanted: dict[str, Any]) -> dict[str, Any]:
        status = {"bad": "rejected", "odd": "held"}.get(wanted["text"].split()[0], "approved")
        display = "show" if status == "approved" else "hide"
        shown = wanted["text"] if display == "show" else None
        self.known[wanted["id"]] = wanted | {"status": status, "display": display, "show_text": shown}
        return self.known[wanted["id"]]


def comment(comment_id: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": comment_id,
        "external_id": f"ours-{comment_id}",
        "parent_external_id": None,
        "text": "Good evening.",
        "revision": 1,
        "status": "approved",
        "display": "show",
        "show_revision": 1,
        "show_text": fields.get("text", "Good evening."),
        "article": {"id": "a-108"},
        "author": {"id": "r-1", "name": "Ines"},
        "created_at": "2026-11-20T18:00:00+00:00",
        **fields,
    }


@pytest.fixture
def ombud() -> OmbudInMemory:
    return OmbudInMemory()


@pytest.fixture
def browser(ombud: OmbudInMemory) -> FlaskClient:
    app = Flask("test")
    app.register_blueprint(newsroom_blueprint(ombud, NOW))
    return app.test_client()


def send(browser: FlaskClient, text: str, **fields: str) -> Any:
    answer = browser.post(f"{PAGE}/comments", json={"name": "Marta", "text": text, **fields}, headers=OURS)
    return answer.get_json()


def test_the_front_page_lists_every_article(browser: FlaskClient) -> None:
    page = browser.get("/demo/").get_data(as_text=True)
    assert all(f"/demo/articles/{article.slug}" in page for article in ARTICLES)


def test_pages_allow_nothing_but_their_own_files(browser: FlaskClient, ombud: OmbudInMemory) -> None:
    ombud.known["1"] = comment("1")
    answer = browser.get(PAGE)
    page = answer.get_data(as_text=True)
    policy = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    assert answer.headers["Content-Security-Policy"] == policy
    assert "style=" not in page
    assert "<style" not in page
    assert "site-key-that-nobody-sees" not in page
    assert browser.get("/demo/articles/nothing").status_code == 404


def test_readers_words_are_text_and_never_markup(browser: FlaskClient, ombud: OmbudInMemory) -> None:
    ombud.known["1"] = comment("1", text="<img src=x onerror=alert(1)>", author={"id": "r", "name": "<b>\u202eZoe"})
    page = browser.get(PAGE).get_data(as_text=True)
    assert "<img" not in page
    assert "<bdi>&lt;b&gt;\u202eZoe</bdi>" in page


def test_only_what_may_be_shown_leaves_the_server(browser: FlaskClient, ombud: OmbudInMemory) -> None:
    ombud.known = {
        "1": comment("1", text="shown"),
        "2": comment("2", text="secret", display="hide", status="held"),
        "3": comment("3", text="secret", display="stub", status="rejected"),
        "4": comment("4", text="secret", show_text="before the edit", revision=2, status="pending"),
    }
    answer = browser.get(f"{PAGE}/comments")
    found = answer.get_json()["threads"]
    assert {thread["top"]["text"] for thread in found} == {"shown", "before the edit", None}
    for text in (answer.get_data(as_text=True), browser.get(PAGE).get_data(as_text=True)):
        assert "secret" not in text
        assert "r-1" not in text


def test_answers_stand_below_the_comment_that_began_the_thread(browser: FlaskClient, ombud: OmbudInMemory) -> None:
    ombud.known = {
        "1": comment("1"),
        "2": comment("2", parent_external_id="ours-1", created_at="2026-11-20T19:00:00Z"),
        "3": comment("3", parent_external_id="ours-2", created_at="2026-11-20T20:00:00Z"),
        "4": comment("4", parent_external_id="not-on-this-page"),
    }
    found = browser.get(f"{PAGE}/comments").get_json()["threads"]
    by_top = {thread["top"]["key"]: thread for thread in found}
    assert [(r["key"], r["answers"]) for r in by_top["ours-1"]["replies"]] == [("ours-2", None), ("ours-3", "Ines")]
    assert by_top["ours-4"]["top"]["answers"] == "an earlier comment"


@pytest.mark.parametrize(
    ("text", "state", "words"),
    [
        ("good evening", "published", "Published"),
        ("odd evening", "waiting", "usually within 20 minutes"),
        ("bad evening", "declined", "Not published"),
        ("   ", "failed", "write your name"),
    ],
)
def test_a_reader_is_told_what_happened(browser: FlaskClient, text: str, state: str, words: str) -> None:
    outcome = send(browser, text)["outcome"]
    assert outcome["state"] == state
    assert words in outcome["message"]
    assert outcome["reasons"] == (["It attacks another person."] if state in ("waiting", "declined") else [])


def test_a_form_sent_twice_is_one_comment(browser: FlaskClient, ombud: OmbudInMemory) -> None:
    for _ in range(2):
        assert send(browser, "good evening", submission="a" * 32)["outcome"]["state"] == "published"
    assert len(ombud.known) == 1
    send(browser, "good morning", submission="a" * 32)
    assert len(ombud.known) == 2


def test_the_cookie_is_out_of_reach_and_not_the_authors_id(browser: FlaskClient, ombud: OmbudInMemory) -> None:
    answer = browser.post(f"{PAGE}/comments", json={"name": "Marta", "text": "good"}, headers=OURS)
    cookie = answer.headers["Set-Cookie"]
    secret = cookie.split("=", 1)[1].split(";")[0]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert secret not in json.dumps([body for _, _, body in ombud.calls])


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://evil.example"}],
)
@pytest.mark.parametrize("method", ["post", "put"])
def test_other_sites_cannot_post_for_a_reader(
    browser: FlaskClient, ombud: OmbudInMemory, headers: dict[str, str], method: str
) -> None:
    send(browser, "good evening")
    address = f"{PAGE}/comments" if method == "post" else f"{PAGE}/comments/id-0"
    answer = browser.open(address, method=method.upper(), json={"name": "M", "text": "forged"}, headers=headers)
    assert answer.status_code == 403
    assert "forged" not in json.dumps(ombud.known)


def test_only_json_and_plain_forms_are_read(browser: FlaskClient) -> None:
    answer = browser.post(f"{PAGE}/comments", data="{}", content_type="text/plain", headers=OURS)
    assert answer.status_code == 415


def test_a_plain_form_works_without_script(browser: FlaskClient) -> None:
    form = {"name": "Marta", "text": "odd evening", "parent": "", "submission": "b" * 32}
    answer = browser.post(f"{PAGE}/comments", data=form, headers={"Origin": "http://localhost"}, follow_redirects=True)
    page = answer.get_data(as_text=True)
    assert answer.request.args["posted"] == "id-0"
    assert page.count("A moderator will read your comment before it appears") == 2
    failed = browser.post(f"{PAGE}/comments", data=form | {"text": ""}, headers=OURS)
    assert failed.status_code == 422
    assert 'value="Marta"' in failed.get_data(as_text=True)


def test_readers_edit_their_own_comments_only(browser: FlaskClient, ombud: OmbudInMemory) -> None:
    ombud.known["other"] = comment("other")
    send(browser, "good evening")
    own = next(key for key in ombud.known if key != "other")
    edited = browser.put(f"{PAGE}/comments/{own}", json={"text": "odd evening"}, headers=OURS).get_json()
    assert edited["outcome"]["state"] == "waiting"
    assert edited["comment"]["edited"]
    refused = browser.put(f"{PAGE}/comments/other", json={"text": "mine now"}, headers=OURS)
    assert refused.get_json()["outcome"]["state"] == "failed"
    assert ombud.known["other"]["text"] == "Good evening."
    assert browser.get(f"{PAGE}/comments/other").status_code == 404
    assert browser.get(f"{PAGE}/comments/{own}").get_json()["outcome"]["state"] == "waiting"


def test_the_article_can_be_read_while_ombud_is_away(browser: FlaskClient, ombud: OmbudInMemory) -> None:
    ombud.away = True
    page = browser.get(PAGE).get_data(as_text=True)
    assert "delegations arrived by different doors" in page
    assert "cannot be loaded just now" in page
    assert send(browser, "good evening")["outcome"]["state"] == "failed"
    assert browser.get(f"{PAGE}/comments").status_code == 503
    assert browser.get(f"{PAGE}?posted=id-0").status_code == 200


def test_the_newspapers_own_texts_have_printers_quotation_marks() -> None:
    assert typographic('"We can\'t," she said.') == "\u201cWe can\u2019t,\u201d she said."
