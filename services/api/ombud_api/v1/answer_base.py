"""What all models of answers have in common."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict


class Answer(BaseModel):
    """A part of an answer. It has no fields but those named here."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def _never_null(schema: JsonDict) -> None:
    kinds = schema.pop("anyOf")
    assert isinstance(kinds, list)  # noqa: S101  pydantic's own shape of `X | None`
    [kind] = [kind for kind in kinds if kind != {"type": "null"}]
    assert isinstance(kind, dict)  # noqa: S101
    schema.pop("default")
    schema.update(kind)


def may_be_absent() -> Any:
    """Describe a field that is left out where there is nothing to say, and is never null."""
    return Field(default=None, json_schema_extra=_never_null)
