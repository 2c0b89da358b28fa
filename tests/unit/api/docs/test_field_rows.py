"""Schemas as tables for people."""

from ombud_api.docs.fields import field_rows
from ombud_api.docs.openapi import openapi_document

SCHEMAS = openapi_document()["components"]["schemas"]


def test_fields_of_objects_follow_them_with_dotted_names() -> None:
    rows = {row.name: row for row in field_rows(SCHEMAS, "CommentBody")}
    assert (rows["text"].type, rows["text"].required) == ("string, up to 10,000", True)
    assert (rows["article"].type, rows["article.id"].required) == ("object", True)
    assert rows["article"].description.startswith("What is commented on.")
    assert rows["article.tags"].type == "list of up to 50: string, up to 255 or null"
    assert rows["created_at"].type == "date-time or null"
    assert list(rows).index("article.id") == list(rows).index("article") + 1


def test_choices_are_named_and_items_of_lists_are_shown() -> None:
    rows = {row.name: row for row in field_rows(SCHEMAS, "CommentList")}
    assert rows["items[].status"].type == "pending, approved, held, rejected, erased"
    assert rows["items"].type == "list of object"


def test_every_schema_can_be_shown() -> None:
    for name in SCHEMAS:
        for row in field_rows(SCHEMAS, name):
            assert row.type not in ("", "any"), (name, row)
            assert "$ref" not in row.description
