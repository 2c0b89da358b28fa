"""Reading query parameters: each is named, known ones only, bounded."""

from collections.abc import Container

from flask import request

from ombud.domain.errors import FieldError
from ombud_api.problems import validation_problem


def refuse_unknown(known: Container[str]) -> None:
    """Raise a 422 problem that names parameters which this address does not take, or which stand twice."""
    errors = [
        FieldError(f"?{name}", "is not a parameter of this address") for name in request.args if name not in known
    ]
    errors += [
        FieldError(f"?{name}", "stands here twice") for name in request.args if len(request.args.getlist(name)) > 1
    ]
    if errors:
        raise validation_problem(errors)


def whole_number(name: str, default: int, most: int, *, least: int = 1) -> int:
    """Return a whole number within bounds; a 422 problem for anything else."""
    text = request.args.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= most):
        raise validation_problem([FieldError(f"?{name}", f"must be a whole number from {least} to {most}")])
    return int(text)
