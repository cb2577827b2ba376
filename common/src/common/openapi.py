"""An application's OpenAPI 3.1 document, put together from the descriptions on its routes."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from common import config
from common.api import Header, Operation, operation_of
from common.errors import (
    BadRequest,
    DatabaseUnavailable,
    InternalError,
    InvalidRequest,
    MalformedJson,
    NotAllowed,
    NotSignedIn,
    PayloadTooLarge,
    ServiceError,
    UnsupportedMediaType,
)

_REFERENCE = "#/components/schemas/{model}"

#: Where the addresses begin that answer our own services only.
_INTERNAL = "/internal/"

_LIMITS = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}

_PROBLEM = {
    "type": "object",
    "description": "What went wrong, as RFC 9457 has it.",
    "properties": {
        "type": {"type": "string", "description": "the page that explains this kind of problem"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what happened this time"},
        "instance": {"type": "string", "description": "the request's id, also in X-Request-ID"},
        "code": {"type": "string", "description": "for programs; never changes"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string", "description": "a JSON pointer, or ?parameter"},
                    "detail": {"type": "string"},
                    "code": {"type": "string"},
                },
                "required": ["pointer", "detail", "code"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "instance", "code"],
}


def operations(app: Flask) -> Iterator[tuple[Rule, str, Operation]]:
    """Every described route with its method, in the order of their addresses."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        described = operation_of(app.view_functions[rule.endpoint])
        if described is not None:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method.lower(), described


def failures(described: Operation) -> tuple[type[ServiceError], ...]:
    """What a route may refuse with: its own errors and those that every such route shares."""
    shared: list[type[ServiceError]] = [NotSignedIn, NotAllowed, InternalError, DatabaseUnavailable]
    if described.query:
        shared.append(InvalidRequest)
    if described.body:
        shared += [MalformedJson, PayloadTooLarge, UnsupportedMediaType, InvalidRequest, BadRequest]
    return tuple(dict.fromkeys((*described.errors, *shared)))


def document(app: Flask, *, title: str, description: str) -> dict[str, Any]:
    """The whole document as plain values; what services ask each other is nobody else's business."""
    described = [each for each in operations(app) if not each[0].rule.startswith(_INTERNAL)]
    schemas = _schemas([operation for _, _, operation in described])
    paths: dict[str, dict[str, Any]] = {}
    for rule, method, operation in described:
        path = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)
        paths.setdefault(path, {})[method] = _operation(rule, operation, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": config.VERSION, "description": description},
        "tags": [{"name": tag} for tag in dict.fromkeys(each.tag for _, _, each in described)],
        "paths": paths,
        "components": {"schemas": {"Problem": _PROBLEM, **schemas}},
    }


def _schemas(described: list[Operation]) -> dict[str, Any]:
    answers = {each.answer for each in described}
    bodies = {each.body for each in described if each.body}
    queries = {each.query for each in described if each.query}
    _, definitions = models_json_schema(
        [
            *((model, "serialization") for model in sorted(answers, key=_name)),
            *((model, "validation") for model in sorted(bodies | queries, key=_name)),
        ],
        ref_template=_REFERENCE,
        by_alias=True,
    )
    return {name: _said_right(schema) for name, schema in definitions.get("$defs", {}).items()}


def _said_right(schema: Any) -> Any:
    """JSON Schema's own words for limits: pydantic writes ge and le where a validator of ours runs before them."""
    if isinstance(schema, dict):
        return {_LIMITS.get(name, name): _said_right(value) for name, value in schema.items()}
    return [_said_right(each) for each in schema] if isinstance(schema, list) else schema


def _name(model: type[BaseModel]) -> str:
    return model.__name__


def _operation(rule: Rule, described: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    written: dict[str, Any] = {
        "operationId": rule.endpoint.replace(".", "_"),
        "summary": described.summary,
        "tags": [described.tag],
        "parameters": [
            *_path_parameters(rule),
            *_query_parameters(described.query, schemas),
            *(_header_parameter(header) for header in described.headers),
        ],
        "responses": _responses(described),
    }
    if described.body:
        reference = {"schema": {"$ref": _REFERENCE.format(model=_name(described.body))}}
        content = {"application/json": reference}
        if described.forms:
            content["application/x-www-form-urlencoded"] = reference
        needed = any(field.is_required() for field in described.body.model_fields.values())
        written["requestBody"] = {"required": needed, "content": content}
    return written


def _path_parameters(rule: Rule) -> Iterator[dict[str, Any]]:
    for name in sorted(rule.arguments):
        converter = type(rule._converters[name]).__name__  # noqa: SLF001  # werkzeug offers no other way
        schema: dict[str, Any] = {"type": "string"}
        if converter == "UUIDConverter":
            schema["format"] = "uuid"
        elif converter == "IntegerConverter":
            schema = {"type": "integer", "minimum": 0}
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _query_parameters(
    query: type[BaseModel] | None, schemas: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    if query is None:
        return
    schema = schemas.pop(_name(query), None) or query.model_json_schema(ref_template=_REFERENCE)
    schemas[_name(query)] = schema
    for name, described in schema.get("properties", {}).items():
        yield {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", []),
            "description": described.get("description", ""),
            "schema": described,
        }


def _header_parameter(header: Header) -> dict[str, Any]:
    return {
        "name": header.name,
        "in": "header",
        "required": header.required,
        "description": header.description,
        "schema": {"type": "string"},
    }


def _responses(described: Operation) -> dict[str, Any]:
    good: dict[str, Any] = {
        "description": HTTPStatus(described.status).phrase,
        "content": {
            "application/json": {
                "schema": {"$ref": _REFERENCE.format(model=_name(described.answer))}
            }
        },
    }
    responses: dict[str, Any] = {str(described.status): good}
    by_status: dict[int, list[type[ServiceError]]] = {}
    for failure in failures(described):
        by_status.setdefault(failure.status, []).append(failure)
    for status, kinds in sorted(by_status.items()):
        responses[str(status)] = {
            "description": "; ".join(kind.title for kind in kinds),
            "x-problems": [{"code": kind.code, "title": kind.title} for kind in kinds],
            "content": {
                "application/problem+json": {"schema": {"$ref": _REFERENCE.format(model="Problem")}}
            },
        }
    return responses
