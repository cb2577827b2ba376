"""JSON schemas told to a reader: a table of fields, a name for each type, a likely example."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

#: Deeper than this a table of fields helps nobody; the example still shows the shape.
_DEEPEST = 4
#: Where a schema that holds itself ends.
_DEEPEST_EXAMPLE = 8
_EXAMPLES = {
    "uuid": "7d444840-9dc0-11d1-b245-5ffdce74fad2",
    "date-time": "2026-11-20T15:21:00+01:00",
    "date": "2026-11-20",
    "email": "marta.ruiz@example.com",
    "uri": "https://example.com/",
}
_BOUNDS = (
    ("minimum", "≥ {}"),
    ("exclusiveMinimum", "> {}"),
    ("maximum", "≤ {}"),
    ("exclusiveMaximum", "< {}"),
    ("minLength", "≥ {} characters"),
    ("maxLength", "≤ {} characters"),
    ("minItems", "≥ {} items"),
    ("maxItems", "≤ {} items"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a body; `depth` counts the objects around it."""

    name: str
    depth: int
    kind: str
    required: bool
    description: str


class Schemas:
    """Reads the schemas of one OpenAPI document."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document

    def resolve(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Follow `$ref`; words beside the reference win. A reference to nowhere is {}."""
        seen: set[str] = set()
        while "$ref" in schema and schema["$ref"] not in seen:
            seen.add(schema["$ref"])
            beside = {key: value for key, value in schema.items() if key != "$ref"}
            schema = {**self._at(schema["$ref"]), **beside}
        return schema

    def kind(self, schema: dict[str, Any]) -> str:
        """The type in words: "string, uuid", "list of integer ≥ 1, or nothing"."""
        schema = self.resolve(schema)
        if "const" in schema:
            return repr(schema["const"]).replace("'", '"')
        if "enum" in schema:
            return " or ".join(f'"{value}"' for value in schema["enum"])
        choices = schema.get("anyOf") or schema.get("oneOf")
        if choices:
            kinds = dict.fromkeys(self.kind(choice) for choice in choices)
            return " or ".join(kinds).replace(" or null", ", or null")
        named = schema.get("type", "object" if "properties" in schema else "anything")
        if isinstance(named, list):
            named = " or ".join(named)
        if named == "array":
            return ", ".join([f"list of {self.kind(schema.get('items', {}))}", *_bounds(schema)])
        known = [schema["format"]] if "format" in schema else []
        return ", ".join([named, *known, *_bounds(schema)])

    def rows(self, schema: dict[str, Any], depth: int = 0) -> Iterator[Row]:
        """Every field, each object's own fields after it."""
        schema = self._fields_of(schema)
        required = set(schema.get("required", []))
        for name, field in schema.get("properties", {}).items():
            resolved = self.resolve(field)
            description = resolved.get("description", "")
            if "default" in resolved and resolved["default"] is not None:
                told = f"{description.rstrip('.')}. " if description else ""
                description = f"{told}Without it {json.dumps(resolved['default'])}."
            yield Row(name, depth, self.kind(field), name in required, description)
            if depth < _DEEPEST:
                yield from self.rows(field, depth + 1)

    def example(self, schema: dict[str, Any], name: str = "", depth: int = 0) -> Any:
        """A value of this shape: the documented example, or a likely one."""
        schema = self.resolve(schema)
        for key in ("example", "const", "default"):
            if schema.get(key) is not None:
                return schema[key]
        for key in ("examples", "enum"):
            if schema.get(key):
                return schema[key][0]
        choices = schema.get("anyOf") or schema.get("oneOf")
        if choices:
            return self.example(choices[0], name, depth)
        if "properties" in schema or "allOf" in schema:
            if depth > _DEEPEST_EXAMPLE:
                return {}
            fields = self._merged(schema).get("properties", {})
            return {each: self.example(fields[each], each, depth + 1) for each in fields}
        if schema.get("type") == "array":
            return (
                [self.example(schema.get("items", {}), name, depth + 1)]
                if depth < _DEEPEST_EXAMPLE
                else []
            )
        return _plain(schema, name)

    def _fields_of(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The object whose fields to list: itself, a list's items, or the one choice with fields."""
        schema = self._merged(self.resolve(schema))
        if schema.get("type") == "array":
            return self._fields_of(schema.get("items", {}))
        for choice in schema.get("anyOf") or schema.get("oneOf") or []:
            found = self._fields_of(choice)
            if "properties" in found:
                return found
        return schema

    def _merged(self, schema: dict[str, Any]) -> dict[str, Any]:
        if "allOf" not in schema:
            return schema
        merged: dict[str, Any] = {"properties": {}, "required": []}
        for part in [*schema["allOf"], {k: v for k, v in schema.items() if k != "allOf"}]:
            resolved = self._merged(self.resolve(part))
            merged["properties"] |= resolved.get("properties", {})
            merged["required"] += resolved.get("required", [])
        return merged

    def _at(self, reference: str) -> dict[str, Any]:
        found: Any = self._document
        for escaped in reference.removeprefix("#/").split("/"):
            name = escaped.replace("~1", "/").replace("~0", "~")
            found = found.get(name, {}) if isinstance(found, dict) else {}
        return found if isinstance(found, dict) else {}


def _bounds(schema: dict[str, Any]) -> list[str]:
    least, most = schema.get("minLength"), schema.get("maxLength")
    if least is not None and least == most:
        return [f"{least} characters"]
    return [text.format(schema[key]) for key, text in _BOUNDS if key in schema]


def _plain(schema: dict[str, Any], name: str) -> Any:
    named = schema.get("type", "string")
    if isinstance(named, list):
        named = named[0]
    if named == "integer":
        return schema.get("minimum", 1)
    if named == "number":
        return schema.get("minimum", 1.5)
    if named == "boolean":
        return True
    if named == "null":
        return None
    if named == "object":
        return {}
    return _EXAMPLES.get(schema.get("format", ""), f"<{name}>" if name else "text")
