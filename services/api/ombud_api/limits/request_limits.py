"""Counting a request against its key's and its author's limits, and telling the caller what is left."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import Response, g

from ombud_api.auth.site_keys import Caller
from ombud_api.limits.rate_limit import Limit, Usage
from ombud_api.problems import Problem

if TYPE_CHECKING:
    from ombud_api.context import Services

KEY_WINDOW_SECONDS = 1
AUTHOR_WINDOW_SECONDS = 60


def count_request(ours: "Services", caller: Caller, *, author_id: str | None = None) -> None:
    """Count this request; a 429 problem where it was one too many. Headers follow with the answer."""
    settings = ours.settings
    limits = [Limit("key", caller.key.label, settings.key_rate_limit, KEY_WINDOW_SECONDS)]
    if author_id is not None:
        subject = f"{caller.site.id}:{author_id}"
        limits.append(Limit("author", subject, settings.author_rate_limit, AUTHOR_WINDOW_SECONDS))
    usages = ours.rate_limiter.count(limits)
    g.usages = usages
    exceeded = [usage for usage in usages if usage.exceeded]
    if exceeded:
        worst = max(exceeded, key=lambda usage: usage.resets_in)
        whose = "this key" if worst.limit.name == "key" else "this author"
        detail = f"More than {worst.limit.quota} requests in {worst.limit.seconds} s by {whose}."
        headers = {"Retry-After": str(worst.resets_in)}
        raise Problem("rate-limited", detail, headers=headers)


def add_headers(response: Response) -> Response:
    """Tell what is left, as draft-ietf-httpapi-ratelimit-headers-10 does."""
    usages: Sequence[Usage] = g.get("usages", ())
    if usages:
        limits = [usage.limit for usage in usages]
        policies = [f'"{limit.name}";q={limit.quota};w={limit.seconds}' for limit in limits]
        left = [f'"{usage.limit.name}";r={max(0, usage.remaining)};t={usage.resets_in}' for usage in usages]
        response.headers["RateLimit-Policy"] = ", ".join(policies)
        response.headers["RateLimit"] = ", ".join(left)
    return response
