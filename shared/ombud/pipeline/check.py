"""Gathering the signals of a comment: what its text, its author and its scores say."""

import re
from collections.abc import Collection
from itertools import groupby

from ombud.domain.scores import TextScores
from ombud.policy.evaluation import Policy, Reading, Readings
from ombud.policy.phrase_lists import Match
from ombud.scoring.language import detect
from ombud.scoring.normalise import normalise
from ombud.scoring.views.of_text import views
from ombud.storage.author_history import AuthorHistory
from ombud.storage.reports import ReportedBy

_LINK = re.compile(
    r"(?:https?://|www\.)([^\s/?#<>\"'()\[\]]{1,253})"
    r"|\b((?:[a-z0-9-]{1,63}\.){1,4}"
    r"(?:com|net|org|info|ru|cn|xyz|top|shop|io|co|biz|site|online|club|link))\b",
    re.IGNORECASE,
)


def _plain(text: str) -> str:
    return " ".join(normalise(text).split())


_READINGS: Readings = {
    Match.RAW: Reading(str, lambda text: (text,)),
    Match.NORMALISED: Reading(_plain, lambda text: (_plain(text),)),
    # A disguise can be seen where there is none, so what the text says without it is looked at too.
    Match.DEOBFUSCATED: Reading(_plain, lambda text: [_plain(view.text) for view in views(text)]),
}


def text_signals(text: str, *, is_reply: bool) -> dict[str, object]:
    """Signals of the text itself. Linear in its length."""
    cased = [character.isupper() for character in text if character.isupper() or character.islower()]
    domains = [(found[1] or found[2]).lower().removeprefix("www.") for found in _LINK.finditer(text)]
    return {
        "text.length": len(text),
        "text.capitals_share": round(sum(cased) / len(cased), 4) if cased else 0.0,
        "text.longest_run": max((sum(1 for _ in run) for _, run in groupby(text)), default=0),
        "links.count": len(domains),
        "links.domains": len(set(domains)),
        "thread.is_reply": is_reply,
    }


def author_signals(history: AuthorHistory | None, known_days: float | None) -> dict[str, object]:
    """Signals of the author's record; absent for a comment without a known author."""
    if history is None:
        return {}
    signals: dict[str, object] = {
        "author.approved": history.approved,
        "author.rejected": history.rejected,
        "author.held": history.held,
        "velocity.author_minute": history.last_minute,
        "velocity.author_hour": history.last_hour,
        "repetition.author_day": history.same_text_last_day,
    }
    if known_days is not None:
        signals["author.known_days"] = known_days
    if history.role is not None:
        signals["author.role"] = history.role
    return signals


def report_signals(reported: ReportedBy) -> dict[str, object]:
    """Signals of what readers reported."""
    return {"reports.count": reported.count, "reports.weight": reported.weight}


def language_signals(text: str, told: str | None, policy: Policy, known: Collection[str] | None) -> dict[str, object]:
    """Signals of the text's language: as detected, or where that is not sure, as it was told with the comment.

    What neither tells counts as the site's own, by its policy's `languages`. `known` are the codes of the languages
    that the model was made for; None for a model to which all are the same.
    """
    found = detect(text)
    code = found.code or (_primary(told) if told else None)
    spoken = {code} if code else {_primary(one) for one in policy.document.languages or ()}
    signals: dict[str, object] = {
        "language.confidence": found.confidence,
        "language.known_to_model": known is None or not spoken or not spoken.isdisjoint(known),
    }
    return signals if code is None else signals | {"language.code": code}


def _primary(tag: str) -> str:
    """Return the language of a tag such as pt-BR, without what follows."""
    return tag.partition("-")[0].lower()


def list_signals(policy: Policy, text: str) -> dict[str, object]:
    """Signals of the policy's lists of phrases. Linear in the text's length, however long the lists."""
    return policy.list_signals(text, _READINGS)


def score_signals(scored: TextScores) -> dict[str, object]:
    """Return the scores as signals for rules."""
    return {f"score.{attribute}": score for attribute, score in scored.scores.items()}
