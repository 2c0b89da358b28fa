"""Send a reader's comment to Ombud and say what became of it."""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from ombud_api.demo.ombud_client import Answer, OmbudApi, OmbudUnreachableError
from ombud_api.demo.outcome import EMPTY, UNREACHABLE, Outcome, refusal
from ombud_api.demo.section import Shown, own_outcome, own_view
from ombud_api.demo.written import Written, new_submission

_CONFLICT: Final = 409
_NOT_YOURS: Final = Answer(404, {})


@dataclass(frozen=True)
class Posted:
    """The end of it: the comment as its author sees it, or only why there is none."""

    outcome: Outcome
    shown: Shown | None = None

    def as_json(self) -> dict[str, Any]:
        """For the page's script."""
        return {"outcome": self.outcome.as_json(), "comment": self.shown.as_json() if self.shown else None}


def post(api: OmbudApi, form: Written, article: dict[str, Any], author: str, client: dict[str, str]) -> Posted:
    """Post a new comment. The same form sent twice makes one comment."""
    if not form.complete:
        return Posted(EMPTY)
    body = {
        "external_id": _our_id(author, form.submission),
        "text": form.text,
        "article": article,
        "author": {"id": author, "name": form.name, "role": "reader"},
        "client": client,
    }
    if form.parent:
        body["parent_external_id"] = form.parent
    try:
        answer = api.submit(body)
        if answer.status == _CONFLICT:  # the same form with another text, after 'back' in the browser: a new comment
            answer = api.submit({**body, "external_id": _our_id(author, new_submission())})
        return _posted(api, answer)
    except OmbudUnreachableError:
        return Posted(UNREACHABLE)


def edit(api: OmbudApi, form: Written, article_id: str, author: str | None) -> Posted:
    """Give one of the reader's own comments a new text."""
    if not form.complete or form.editing is None:
        return Posted(EMPTY)
    try:
        if own_comment(api, form.editing, article_id, author) is None:
            return Posted(refusal(_NOT_YOURS))
        return _posted(api, api.edit(form.editing, form.text))
    except OmbudUnreachableError:
        return Posted(UNREACHABLE)


def look_again(api: OmbudApi, comment_id: str, article_id: str, author: str | None) -> Posted:
    """Say how one of the reader's own comments stands now."""
    try:
        comment = own_comment(api, comment_id, article_id, author)
        return Posted(refusal(_NOT_YOURS)) if comment is None else _posted(api, Answer(200, comment))
    except OmbudUnreachableError:
        return Posted(UNREACHABLE)


def own_comment(api: OmbudApi, comment_id: str, article_id: str, author: str | None) -> dict[str, Any] | None:
    """Read a comment, if this reader wrote it under this article."""
    if author is None:
        return None
    answer = api.comment(comment_id)
    if not answer.ok or answer.body["author"]["id"] != author or answer.body["article"]["id"] != article_id:
        return None
    return answer.body


def _posted(api: OmbudApi, answer: Answer) -> Posted:
    if not answer.ok:
        return Posted(refusal(answer))
    outcome = own_outcome(api, answer.body)
    return Posted(outcome, own_view(answer.body, outcome))


def _our_id(author: str, submission: str) -> str:
    return "web-" + hashlib.sha256(f"{author} {submission}".encode()).hexdigest()[:24]
