"""The API as an OpenAPI 3.1 document, made of the operations and the models of requests and answers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from ombud_api.docs.health_operations import HEALTH_OPERATIONS
from ombud_api.problem_types import PROBLEM_TYPES, TYPE_PREFIX
from ombud_api.v1.operation import HEADERS, LIMITED, Answer, Operation
from ombud_api.v1.operations import OPERATIONS
from ombud_api.v1.responses import Problem
from ombud_api.v1.webhooks.operations import WEBHOOK_OPERATIONS

Json = dict[str, Any]

ALL_OPERATIONS = (*OPERATIONS, *WEBHOOK_OPERATIONS, *HEALTH_OPERATIONS)

TAGS: Mapping[str, str] = {
    "Comments": "What readers write: posted, read, edited, erased.",
    "Decisions": "What is decided about it, by you or for you to know beforehand.",
    "Readers": "What readers may know and ask: status, reports, appeals, erasure, export.",
    "Events": "What happened, as a feed.",
    "Webhooks": "What happened, sent to an address of yours.",
    "Health": "For load balancers and whoever watches the service.",
}

_SCHEMA = "#/components/schemas/"


def openapi_document() -> Json:
    """Describe the API."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Ombud",
            "summary": "Moderation of reader comments.",
            "description": "Post what readers write; learn what may be published, and why. Read more at /docs.",
            "version": version("ombud"),
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": description} for name, description in TAGS.items()],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "headers": {
                name: {"description": header.description, "required": header.always, "schema": dict(header.schema)}
                for name, header in HEADERS.items()
            },
            "securitySchemes": {
                "siteKey": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A site key. Each call names the scope that the key must have.",
                }
            },
        },
    }


def _paths() -> Json:
    paths: defaultdict[str, Json] = defaultdict(dict)
    for operation in ALL_OPERATIONS:
        paths[operation.path][operation.method.lower()] = _operation(operation)
    return dict(paths)


def _operation(operation: Operation) -> Json:
    described: Json = {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": operation.description,
        "security": [{"siteKey": [operation.scope.value]}] if operation.scope else [],
        "parameters": [
            {
                "name": one.name,
                "in": one.place,
                "description": one.description,
                "required": one.place == "path",
                "schema": dict(one.schema),
            }
            for one in operation.parameters
        ],
        "responses": _responses(operation),
    }
    if operation.body:
        content = {"application/json": {"schema": _reference(operation.body)}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _responses(operation: Operation) -> Json:
    limited = LIMITED if operation.scope else ()
    responses = {str(answer.status.value): _answer(answer, limited) for answer in operation.answers}
    by_status: defaultdict[HTTPStatus, list[str]] = defaultdict(list)
    for code in operation.all_problems:
        by_status[PROBLEM_TYPES[code].status].append(code)
    for status in sorted(by_status):
        responses[str(status.value)] = _problems(status, by_status[status], limited)
    return responses


def _answer(answer: Answer, limited: Iterable[str]) -> Json:
    return {
        "description": answer.description,
        "headers": _headers((*answer.headers, *limited)),
        "content": {"application/json": {"schema": _reference(answer.body)}},
    }


def _problems(status: HTTPStatus, codes: Iterable[str], limited: Iterable[str]) -> Json:
    special = {
        HTTPStatus.UNAUTHORIZED: ("WWW-Authenticate",),
        HTTPStatus.CONFLICT: ("Retry-After",),
        HTTPStatus.TOO_MANY_REQUESTS: ("Retry-After",),
        HTTPStatus.SERVICE_UNAVAILABLE: ("Retry-After",),
    }
    return {
        "description": "\n".join(f"- `{code}`: {PROBLEM_TYPES[code].title}." for code in codes),
        "headers": _headers((*special.get(status, ()), *limited)),
        "content": {
            "application/problem+json": {
                "schema": _reference(Problem),
                "examples": {code: {"value": _example(code)} for code in codes},
            }
        },
    }


def _example(code: str) -> Json:
    kind = PROBLEM_TYPES[code]
    example: Json = {
        "type": TYPE_PREFIX + code,
        "title": kind.title,
        "status": kind.status.value,
        "detail": kind.meaning,
        "request_id": "019ab0c4-5f1e-7c3a-9d2e-8b7f6a5c4d3e",
    }
    if code == "invalid-request":
        example |= {"detail": "/text is missing.", "errors": [{"pointer": "/text", "detail": "is missing"}]}
    return example


def _headers(names: Iterable[str]) -> Json:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in ("X-Request-Id", *names)}


def _reference(model: type[BaseModel]) -> Json:
    return {"$ref": _SCHEMA + model.__name__}


def _schemas() -> Json:
    models: list[tuple[type[BaseModel], JsonSchemaMode]] = [(Problem, "serialization")]
    for operation in ALL_OPERATIONS:
        models += [(operation.body, "validation")] if operation.body else []
        models += [(answer.body, "serialization") for answer in operation.answers]
    _, definitions = models_json_schema(list(dict.fromkeys(models)), ref_template=_SCHEMA + "{model}")
    schemas: Json = {name: _without_titles(schema) for name, schema in sorted(definitions["$defs"].items())}
    return schemas


def _without_titles(schema: Json) -> Json:
    """Take out the titles that pydantic makes of the names of fields; they say nothing more."""
    for field in schema.get("properties", {}).values():
        field.pop("title", None)
    schema.pop("title", None)
    return schema
