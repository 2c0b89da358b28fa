"""The demo newspaper's own small server side: pages, and a comment section that talks to Ombud as any site would."""

from datetime import datetime
from typing import Final

from flask import Blueprint, Response, abort, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ombud.demo.articles import ARTICLES, ARTICLES_BY_SLUG, MAIN_ARTICLE, NEWSPAPER, DemoArticle
from ombud.demo.comment import article_as_posted
from ombud_api.demo import posting
from ombud_api.demo.ombud_client import OmbudApi, OmbudUnreachableError
from ombud_api.demo.outcome import FAILED, NOT_FROM_OUR_PAGE, Outcome
from ombud_api.demo.posting import Posted
from ombud_api.demo.reader_identity import author_id, came_from_our_page, keep, known_reader, new_reader
from ombud_api.demo.section import Shown, Thread, page_of_comments, threads
from ombud_api.demo.typography import typographic
from ombud_api.demo.written import LONGEST_NAME, LONGEST_TEXT, Written, new_submission, written

_SECURITY_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def newsroom_blueprint(api: OmbudApi, made_at: datetime, url_prefix: str = "/demo") -> Blueprint:
    """Make the newspaper. `made_at` is the moment for which its thirty days were made: it dates the articles."""
    newsroom = Blueprint(
        "newsroom", __name__, url_prefix=url_prefix, template_folder="templates", static_folder="static"
    )  # fmt: skip
    newsroom.add_app_template_filter(typographic)
    _add_pages(newsroom, api, made_at)
    _add_writing(newsroom, api, made_at)

    @newsroom.after_request
    def harden(response: Response) -> Response:
        for name, value in _SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "newsroom.static":
            response.headers["Cache-Control"] = "no-store"
        return response

    return newsroom


def _add_pages(newsroom: Blueprint, api: OmbudApi, made_at: datetime) -> None:
    @newsroom.get("/")
    def front() -> ResponseReturnValue:
        others = [article for article in reversed(ARTICLES) if article is not MAIN_ARTICLE]
        return render_template(
            "demo/newsroom.html", newspaper=NEWSPAPER, lead=MAIN_ARTICLE, articles=others, made_at=made_at
        )  # fmt: skip

    @newsroom.get("/articles/<slug>")
    def article(slug: str) -> ResponseReturnValue:
        found = _article(slug)
        reader = _reader()
        posted = request.args.get("posted")
        outcome = posting.look_again(api, posted, found.id, reader).outcome if posted else None
        form = Written(
            submission=new_submission(), parent=request.args.get("reply_to"), editing=request.args.get("edit")
        )
        return _article_page(api, found, made_at, form, outcome)

    @newsroom.get("/articles/<slug>/comments")
    def comments(slug: str) -> ResponseReturnValue:
        try:
            shown, cursor = page_of_comments(api, _article(slug).id, _reader(), request.args.get("cursor"))
        except OmbudUnreachableError:
            return jsonify({"threads": [], "next_cursor": None}), 503
        found = [{"top": t.top.as_json(), "replies": [r.as_json() for r in t.replies]} for t in threads(shown)]
        return jsonify({"threads": found, "next_cursor": cursor})

    @newsroom.get("/articles/<slug>/comments/<comment_id>")
    def own_comment(slug: str, comment_id: str) -> ResponseReturnValue:
        found = posting.look_again(api, comment_id, _article(slug).id, _reader())
        return jsonify(found.as_json()), 200 if found.shown else 404


def _add_writing(newsroom: Blueprint, api: OmbudApi, made_at: datetime) -> None:
    @newsroom.post("/articles/<slug>/comments")
    def submit(slug: str) -> ResponseReturnValue:
        article, form = _article(slug), _form()
        secret = known_reader(request) or new_reader()
        if not came_from_our_page(request):
            return _said(api, article, made_at, form, Posted(NOT_FROM_OUR_PAGE), 403)
        described = article_as_posted(article, made_at, url_for("newsroom.front", _external=True))
        client = {"ip": request.remote_addr or "", "user_agent": request.headers.get("User-Agent", "")[:500]}
        posted = posting.post(api, form, described, author_id(secret), {k: v for k, v in client.items() if v})
        response = make_response(_said(api, article, made_at, form, posted))
        if posted.shown is not None:
            keep(response, secret, secure=request.is_secure, path=url_for("newsroom.front"))
        return response

    @newsroom.route("/articles/<slug>/comments/<comment_id>", methods=["PUT", "POST"])
    def edit(slug: str, comment_id: str) -> ResponseReturnValue:
        article, form = _article(slug), _form(editing=comment_id)
        if not came_from_our_page(request):
            return _said(api, article, made_at, form, Posted(NOT_FROM_OUR_PAGE), 403)
        return _said(api, article, made_at, form, posting.edit(api, form, article.id, _reader()))


def _article(slug: str) -> DemoArticle:
    return ARTICLES_BY_SLUG.get(slug) or abort(404)


def _reader() -> str | None:
    secret = known_reader(request)
    return author_id(secret) if secret else None


def _form(editing: str | None = None) -> Written:
    return written(request, editing) or abort(415)


def _said(
    api: OmbudApi, article: DemoArticle, made_at: datetime, form: Written, posted: Posted, refused: int = 422
) -> ResponseReturnValue:
    """Answer the page's script in JSON, and a plain form with a page."""
    if request.mimetype == "application/json":
        return jsonify(posted.as_json()), 200 if posted.shown else refused
    if posted.shown is None:
        return _article_page(api, article, made_at, form, posted.outcome), refused
    return redirect(url_for("newsroom.article", slug=article.slug, posted=posted.shown.own_id, _anchor="write"), 303)


def _article_page(
    api: OmbudApi, article: DemoArticle, made_at: datetime, form: Written, outcome: Outcome | None
) -> str:
    reader = _reader()
    try:
        shown, cursor = page_of_comments(api, article.id, reader, request.args.get("cursor"))
        unreachable = False
    except OmbudUnreachableError:
        shown, cursor, unreachable = [], None, True
    found: list[Thread] = threads(shown)
    return render_template(
        "demo/article.html",
        newspaper=NEWSPAPER,
        article=article,
        published=article.published_at(made_at),
        threads=found,
        shown_count=sum(1 for comment in shown if comment.text is not None),
        next_cursor=cursor,
        unreachable=unreachable,
        outcome=outcome,
        failed=outcome is not None and outcome.state == FAILED,
        form=_completed(form, shown),
        answered=next((s for s in shown if s.key == form.parent), None),
        others=[other for other in reversed(ARTICLES) if other is not article][:4],
        longest_name=LONGEST_NAME,
        longest_text=LONGEST_TEXT,
    )


def _completed(form: Written, shown: list[Shown]) -> Written:
    """Fill a fresh form with the reader's name, or with the text of the comment under edit."""
    mine = [comment for comment in shown if comment.own_id]
    name = form.name or (mine[0].author if mine else "")
    edited = next((comment for comment in mine if comment.own_id == form.editing), None)
    text = form.text or (edited.text or "" if edited else "")
    return Written(name, text, form.parent, form.submission, form.editing if edited else None)
