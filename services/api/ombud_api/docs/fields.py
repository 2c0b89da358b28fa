"""The fields of a schema as rows that people read: name, type, whether it is needed, what it means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]

_SCHEMA = "#/components/schemas/"
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field; `name` is dotted where it lies within another."""

    name: str
    type: str
    required: bool
    description: str


def field_rows(schemas: Json, name: str, prefix: str = "", depth: int = 1) -> Iterator[FieldRow]:
    """Walk the fields of a schema, those within objects right after the object."""
    schema = schemas[name]
    for field, told in schema.get("properties", {}).items():
        inner, kind = _type(schemas, told)
        dotted = f"{prefix}{field}"
        description = told.get("description") or _told_of_type(schemas, told)
        yield FieldRow(dotted, kind, field in schema.get("required", ()), description)
        if inner and depth < DEEPEST:
            yield from field_rows(schemas, inner, f"{dotted}{'[]' if kind.startswith('list') else ''}.", depth + 1)


def _told_of_type(schemas: Json, told: Json) -> str:
    """Say what is said of the field's type, where nothing is said of the field itself."""
    references = [one["$ref"] for one in told.get("anyOf", [told]) if "$ref" in one]
    description: str = schemas[references[0].removeprefix(_SCHEMA)].get("description", "") if references else ""
    return description.partition("\n")[0]


def _type(schemas: Json, told: Json) -> tuple[str | None, str]:
    """Return the schema that a field leads to, if it leads to an object, and its type in words."""
    options = [one for one in told.get("anyOf", [told]) if one.get("type") != "null"]
    nullable = " or null" if len(options) < len(told.get("anyOf", [told])) else ""
    found = [_one(schemas, option) for option in options]
    inner = next((name for name, _ in found if name), None)
    return inner, " or ".join(dict.fromkeys(kind for _, kind in found)) + nullable


def _one(schemas: Json, told: Json) -> tuple[str | None, str]:
    if "$ref" in told:
        name = told["$ref"].removeprefix(_SCHEMA)
        if "enum" in schemas[name]:
            return None, ", ".join(schemas[name]["enum"])
        return name, "object"
    if told.get("type") == "array":
        inner, kind = _type(schemas, told.get("items", {}))
        most = f"up to {told['maxItems']:,}: " if "maxItems" in told else ""
        return inner, f"list of {most}{kind}" if kind else "list"
    name = told.get("format") or told.get("type") or "any"
    return None, f"{name}, up to {told['maxLength']:,}" if "maxLength" in told else name
