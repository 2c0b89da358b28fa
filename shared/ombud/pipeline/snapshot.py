"""A comment as it is told to others: in answers of the API with its text, in events without text and author's name."""

from typing import Any

from ombud.domain.comment import display
from ombud.storage.sites import Site
from ombud.storage.whole_comments import WholeComment


def snapshot(comment: WholeComment, site: Site) -> dict[str, Any]:
    """Return the comment without its text and its author's name, in JSON's types but for times and ids."""
    state = comment.state
    shown, revision = display(state, site.while_edited)
    return {
        "id": comment.id,
        "external_id": comment.external_id,
        "parent_external_id": comment.parent_external_id,
        "site": site.name,
        "language": comment.language,
        "revision": state.revision,
        "status": state.status,
        "display": shown,
        "show_revision": revision,
        "article": comment.article,
        "author": _without_name(comment.author),
        "decision": _decision(comment.decision),
        "created_at": comment.created_at,
        "updated_at": comment.updated_at,
    }


def full_snapshot(comment: WholeComment, site: Site) -> dict[str, Any]:
    """Return the comment with its text and its author's name: only for those who may see it.

    `text` is that of the present revision; `show_text` is what the site may publish, and differs from it while an
    approved comment is under edit.
    """
    told = snapshot(comment, site)
    may_show = told["show_revision"] is not None
    return told | {
        "text": comment.text,
        "show_text": comment.approved_text if may_show else None,
        "author": comment.author,
    }


def _without_name(author: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if author is None else {key: value for key, value in author.items() if key != "name"}


def _decision(row: dict[str, Any] | None) -> dict[str, Any] | None:
    if row is None:
        return None
    model = {"name": row["model_name"], "version": row["model_version"]} if row["model_name"] else None
    actor = {"kind": row["actor_kind"], **({"id": row["actor_id"]} if row["actor_id"] else {})}
    return {
        "id": row["id"],
        "revision": row["revision"],
        "verdict": row["verdict"],
        "cause": row["cause"],
        "actor": actor,
        "reasons": row["reasons"],
        "scores": row["scores"],
        "model": model,
        "policy_version": row["policy_version"],
        **({"undoes": row["undoes"]} if row["undoes"] else {}),
        "decided_at": row["decided_at"],
    }
